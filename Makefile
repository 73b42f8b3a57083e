# Ouro.  `make run` shows it, `make test` proves it, `make help` lists the rest.

BUILD   ?= build
CC      := $(if $(filter default,$(origin CC)),gcc,$(CC))
MODE    ?= release
PREFIX  ?= /usr/local
DESTDIR ?=
VERSION := 0.1.0

WARNINGS := -Wall -Wextra -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wno-override-init \
            -Werror=implicit-function-declaration -Werror=int-conversion -Werror=incompatible-pointer-types
COMMON   := -std=gnu17 -D_GNU_SOURCE -g $(WARNINGS) -Iinclude -Isrc -fvisibility=hidden -fPIC -DOURO_VERSION='"$(VERSION)"'

ifeq ($(MODE),release)
OPTIMIZE := -O2 -fno-plt -fno-semantic-interposition -DNDEBUG
else ifeq ($(MODE),debug)
OPTIMIZE := -O1 -DOURO_DEBUG
else ifeq ($(MODE),asan)
OPTIMIZE := -O1 -DOURO_DEBUG -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
LINK_MODE := -fsanitize=address,undefined
else ifeq ($(MODE),coverage)
OPTIMIZE := -O0 --coverage -DOURO_COVERAGE
LINK_MODE := --coverage
else
$(error MODE is release, debug, asan or coverage)
endif
CFLAGS  ?=
# V=1 shows the commands themselves.
V ?= 0
say = $(if $(filter 0,$(V)),@printf '  %-3s %s\n' $(1) '$(2)';)
ALL_CFLAGS = $(COMMON) $(OPTIMIZE) $(CFLAGS)
LIBRARIES := -lgmp -lutf8proc -lz -lm

FLOORS         := base memory gc object types compiler vm modules inspect embed
MEMORY_FLOORS  := base memory gc
SOURCES        := $(foreach f,$(FLOORS),$(wildcard src/$(f)/*.c))
MEMORY_SOURCES := $(foreach f,$(MEMORY_FLOORS),$(wildcard src/$(f)/*.c))
CLI_SOURCES    := $(wildcard src/cli/*.c)
PARTS          := $(SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/own_library.o
OBJECTS        := $(PARTS) $(BUILD)/library.o
MEMORY_OBJECTS := $(MEMORY_SOURCES:%.c=$(BUILD)/%.o)
CLI_OBJECTS    := $(CLI_SOURCES:%.c=$(BUILD)/%.o)

.PHONY: all setup run test coverage asan bench clean help install uninstall
.DEFAULT_GOAL := all

all: setup $(BUILD)/ouro $(BUILD)/libouro.a $(BUILD)/libouro.so $(BUILD)/libouro-memory.a

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

## make            build/ouro, build/libouro.a, build/libouro.so, build/libouro-memory.a
## make run        set up, build, and tour the memory system
## make test       set up, build, and run every test
## make conformance  run CPython's own test suite; writes docs/conformance.md
## make coverage  branch coverage of src/memory and src/gc
## make bench      figures beside other interpreters and allocators
## make install    into $(DESTDIR)$(PREFIX)
## make clean      remove the build folder
## Options:        MODE=release|debug|asan|coverage  BUILD=folder  CC=compiler

# The packages that are missing, installed where that is possible.
setup:
	@sh tools/setup

$(BUILD)/%.o: %.c | setup
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

# lib/*.py becomes part of the program.
$(BUILD)/own_library.c: tools/embed_library.c $(wildcard lib/*.py) | setup
	@mkdir -p $(@D)
	@$(CC) -O1 tools/embed_library.c -o $(BUILD)/embed_library
	$(call say,GEN,$@)$(BUILD)/embed_library $(sort $(wildcard lib/*.py)) >$@.tmp && mv $@.tmp $@

$(BUILD)/own_library.o: $(BUILD)/own_library.c
	$(call say,CC,$<)$(CC) $(ALL_CFLAGS) -c $< -o $@

# The standard library, compiled by Ouro itself: a first stage without it makes it.
STDLIB ?= /usr/lib/python3.11
$(BUILD)/no_library.o: tools/library_data.c | setup
	@mkdir -p $(@D)
	@$(CC) $(ALL_CFLAGS) -c $< -o $@

$(BUILD)/ouro-stage1: $(CLI_OBJECTS) $(PARTS) $(BUILD)/no_library.o
	$(call say,LD,$@)$(CC) $(LINK_MODE) -o $@ $^ $(LIBRARIES)

$(BUILD)/library.bin: $(BUILD)/ouro-stage1 tools/freeze_library.py $(wildcard lib/*.py)
	$(call say,GEN,$@)ASAN_OPTIONS=detect_leaks=0 $(BUILD)/ouro-stage1 tools/freeze_library.py $@.tmp $(STDLIB) && mv $@.tmp $@

$(BUILD)/library.o: tools/library_data.c $(BUILD)/library.bin
	$(call say,GEN,$@)$(CC) $(ALL_CFLAGS) -DLIBRARY_FILE='"$(BUILD)/library.bin"' -c $< -o $@

# One relocatable object whose internal names are local, so that none of them
# can meet a name of the host program.
$(BUILD)/libouro.o: $(OBJECTS)
	$(call say,LD,$@)$(CC) -r -nostdlib -o $@.tmp $(OBJECTS)
	@objcopy --localize-hidden $@.tmp $@
	@rm -f $@.tmp

$(BUILD)/libouro.a: $(BUILD)/libouro.o
	@rm -f $@
	$(call say,AR,$@)ar rcs $@ $<

$(BUILD)/libouro.so: $(OBJECTS)
	$(call say,LD,$@)$(CC) $(LINK_MODE) -shared -Wl,-soname,libouro.so.0 -o $@ $(OBJECTS) $(LIBRARIES)

$(BUILD)/libouro-memory.a: $(MEMORY_OBJECTS)
	@rm -f $@
	$(call say,AR,$@)ar rcs $@ $(MEMORY_OBJECTS)

$(BUILD)/ouro: $(CLI_OBJECTS) $(OBJECTS)
	$(call say,LD,$@)$(CC) $(LINK_MODE) -o $@ $(CLI_OBJECTS) $(OBJECTS) $(LIBRARIES)

run: all
	$(BUILD)/ouro examples/tour.py

# The same sources with AddressSanitizer and UndefinedBehaviorSanitizer.
asan: setup
	@$(MAKE) --no-print-directory MODE=asan BUILD=$(BUILD)/asan sanitized

sanitized: $(BUILD)/ouro $(BUILD)/libouro.a $(BUILD)/libouro-memory.a

test: all asan
	sh tools/setup test
	/usr/bin/python3.11 tests/run --build $(BUILD)

# Branch coverage of the memory manager and the collector, by the tests that are quick.
coverage: setup
	@$(MAKE) --no-print-directory MODE=coverage BUILD=$(BUILD)/coverage
	@find $(BUILD)/coverage -name '*.gcda' -delete
	/usr/bin/python3.11 tests/run --build $(BUILD)/coverage --only unit --only python --only own --only docs --only command
	/usr/bin/python3.11 tests/tools/coverage.py $(BUILD)/coverage --least $(LEAST) src/memory src/gc

LEAST ?= 98

conformance: $(BUILD)/ouro
	/usr/bin/python3.11 tests/cpython/run --ouro $(BUILD)/ouro --update

# Figures beside python3.11, glibc, jemalloc and mimalloc, as tables.
bench: all $(BUILD)/bench-allocator $(BUILD)/bench-runtimes
	bench/run --build $(BUILD)
	bench/memory --build $(BUILD)
	$(BUILD)/bench-allocator
	$(BUILD)/bench-runtimes

$(BUILD)/bench-runtimes: bench/runtimes.c $(BUILD)/libouro.a
	$(call say,CC,$@)$(CC) -std=gnu17 -O2 -Iinclude -o $@ $< $(BUILD)/libouro.a $(LIBRARIES)

$(BUILD)/bench-allocator: bench/allocator/bench.c $(BUILD)/libouro-memory.a
	sh tools/setup bench
	$(call say,CC,$@)$(CC) -std=gnu17 -D_GNU_SOURCE -O2 -Iinclude -Isrc -DNDEBUG -o $@ $< $(BUILD)/libouro-memory.a -ldl -lm

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/include $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 755 $(BUILD)/ouro $(DESTDIR)$(PREFIX)/bin/ouro
	install -m 644 include/ouro.h include/ouro_memory.h $(DESTDIR)$(PREFIX)/include/
	install -m 644 $(BUILD)/libouro.a $(BUILD)/libouro-memory.a $(DESTDIR)$(PREFIX)/lib/
	install -m 755 $(BUILD)/libouro.so $(DESTDIR)$(PREFIX)/lib/libouro.so.0
	ln -sf libouro.so.0 $(DESTDIR)$(PREFIX)/lib/libouro.so
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' tools/ouro.pc.in >$(DESTDIR)$(PREFIX)/lib/pkgconfig/ouro.pc
	install -m 644 docs/ouro.1 $(DESTDIR)$(PREFIX)/share/man/man1/ouro.1

uninstall:
	cd $(DESTDIR)$(PREFIX) && rm -f bin/ouro include/ouro.h include/ouro_memory.h lib/libouro.a lib/libouro-memory.a \
	    lib/libouro.so lib/libouro.so.0 lib/pkgconfig/ouro.pc share/man/man1/ouro.1

clean:
	rm -rf $(BUILD)

-include $(OBJECTS:.o=.d) $(CLI_OBJECTS:.o=.d)
