#!/bin/sh
# Build astdump from the sources of the lexer and the parser alone.
#   build.sh PROGRAM [compiler flags]
set -e
cd "$(dirname "$0")/../.."
program=$1
shift
mkdir -p "$(dirname "$program")"
${CC:-gcc} -std=gnu17 -D_GNU_SOURCE -g -O2 -Wall -Wextra -Wstrict-prototypes -Wmissing-prototypes \
    -Wvla -Isrc -Iinclude "$@" tools/astdump.c src/compiler/arena.c src/compiler/ast.c \
    src/compiler/lexer*.c src/compiler/source.c src/compiler/syntax_error.c \
    src/compiler/parser*.c src/memory/*.c src/types/unicode*.c -lutf8proc -lm -o "$program"
