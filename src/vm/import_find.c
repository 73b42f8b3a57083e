/* Where modules are: packages, source files and namespace packages along a path. */
#include "vm/import.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"

enum { PATH_MAX_BYTES = 4096 };

void found_close(Runtime *rt, Found *found)
{
    value_clear(rt, &found->file);
    value_clear(rt, &found->directory);
    value_clear(rt, &found->portions);
}

static bool is_kind(const char *path, mode_t kind)
{
    struct stat status;
    return stat(path, &status) == 0 && (status.st_mode & S_IFMT) == kind;
}

/* DIRECTORY/TAIL; the current directory's name is empty.  False: too long. */
static bool join_path(char *buffer, const char *directory, const char *tail)
{
    size_t size = strlen(directory);
    const char *slash = size && directory[size - 1] != '/' ? "/" : "";
    int needed = snprintf(buffer, PATH_MAX_BYTES, "%s%s%s", size ? directory : "./", slash, tail);
    return needed > 0 && needed < PATH_MAX_BYTES - 16;
}

/* The current directory is spelt out in __file__, as CPython does. */
static Owned path_value(Runtime *rt, const char *path)
{
    char here[PATH_MAX_BYTES];
    if (path[0] == '.' && path[1] == '/' && getcwd(here, sizeof here))
        return format_message(rt, "%s/%s", here, path + 2);
    return str_decode_utf8(rt, path, strlen(path), "surrogateescape");
}

static bool found_package(Runtime *rt, char *path, size_t size, Found *found)
{
    found->file = path_value(rt, path);
    path[size] = 0;
    found->directory = found->file ? path_value(rt, path) : NULL;
    return found->directory;
}

static bool add_portion(Runtime *rt, const char *path, Found *found)
{
    if (!found->portions && !(found->portions = list_new(rt, 1)))
        return false;
    Value portion = path_value(rt, path);
    return portion && list_append_steal(rt, found->portions, portion);
}

static bool found_in_library(Runtime *rt, const char *directory, const char *tail, Found *found)
{
    const LibraryModule *m = &found->library;
    found->file = str_from_text(rt, m->file);
    if (found->file && m->is_package)
        found->directory = format_message(rt, "%s/%s", directory, tail);
    return found->file && (!m->is_package || found->directory);
}

/* One directory of the path. */
static bool find_in(Runtime *rt, const char *directory, const char *tail, Found *found)
{
    char path[PATH_MAX_BYTES];
    if (library_find(directory, tail, &found->library))
        return found_in_library(rt, directory, tail, found);
    if (!join_path(path, directory, tail))
        return true;
    size_t size = strlen(path);
    bool is_directory = is_kind(path, S_IFDIR);
    strcpy(path + size, "/__init__.py");
    if (is_directory && is_kind(path, S_IFREG))
        return found_package(rt, path, size, found);
    strcpy(path + size, ".py");
    if (is_kind(path, S_IFREG)) {
        found->file = path_value(rt, path);
        return found->file;
    }
    path[size] = 0;
    return !is_directory || add_portion(rt, path, found);
}

static bool find_along(Runtime *rt, Borrowed directories, const char *tail, Found *found)
{
    for (int64_t i = 0; i < tuple_count(directories); i++) {
        Value directory = tuple_item_peek(directories, i);
        if (!value_is_str(directory) || memchr(str_bytes(directory), 0, str_size(directory)))
            continue;
        if (!find_in(rt, str_bytes(directory), tail, found))
            return false;
        if (found->file) {
            value_clear(rt, &found->portions);
            return true;
        }
    }
    return true;
}

bool import_find(Runtime *rt, Borrowed path, const char *tail, Found *found)
{
    *found = (Found){ 0 };
    Value directories = sequence_tuple(rt, path);
    bool done = directories && find_along(rt, directories, tail, found);
    release(rt, directories);
    if (!done)
        found_close(rt, found);
    return done;
}

/* -- reading */

static char *read_all(Runtime *rt, int descriptor, size_t expected, size_t *size)
{
    char *bytes = heap_alloc(&rt->gc.heap, DOMAIN_RAW, expected + 1);
    if (!bytes)
        return raise_memory_error(rt);
    for (*size = 0; *size < expected;) {
        ssize_t got = read(descriptor, bytes + *size, expected - *size);
        if (got <= 0)
            break;
        *size += (size_t)got;
    }
    bytes[*size] = 0;
    return bytes;
}

char *import_read(Runtime *rt, Borrowed file, size_t *size)
{
    const char *path = str_c_text(rt, file);
    struct stat status;
    if (!path)
        return NULL;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0 || fstat(descriptor, &status) < 0) {
        raise_os_error(rt, errno, file);
        if (descriptor >= 0)
            close(descriptor);
        return NULL;
    }
    char *bytes = read_all(rt, descriptor, (size_t)status.st_size, size);
    close(descriptor);
    return bytes;
}
