/* posix: directories and the names in them. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "modules/posix.h"
#include "object/arguments.h"
#include "object/error.h"
#include "object/protocol.h"
#include "types/int.h"
#include "types/generic_alias.h"
#include "types/list.h"
#include "types/str.h"

static bool is_dot(const char *name) { return !strcmp(name, ".") || !strcmp(name, ".."); }

/* The argument of listdir and scandir, "." when absent. */
static bool open_folder(Runtime *rt, Borrowed v, const char *function, PosixPath *path, DIR **folder)
{
    static const PosixPath here = { .text = ".", .descriptor = -1 };
    *path = here;
    if (v && v != NONE && !posix_path(rt, v, function, "path", true, path))
        return false;
    *folder = path->text ? opendir(path->text) : fdopendir(dup(path->descriptor));
    if (*folder)
        return true;
    posix_error(rt, path);
    posix_path_close(rt, path);
    return false;
}

static Owned posix_listdir(Runtime *rt, Borrowed self unused, const Value *args)
{
    PosixPath path;
    DIR *folder;
    struct dirent *entry;
    if (!open_folder(rt, args[0], "listdir", &path, &folder))
        return NULL;
    Value list = list_new(rt, 0);
    while (list && (entry = readdir(folder))) {
        if (is_dot(entry->d_name))
            continue;
        Value name = posix_name(rt, entry->d_name, path.is_bytes);
        if (!name || !list_append_steal(rt, list, name))
            value_clear(rt, &list);
    }
    closedir(folder);
    posix_path_close(rt, &path);
    return list;
}

/* -- scandir */

typedef struct DirEntry {
    Object head;
    Value name, path, module;
    ino_t inode;
    unsigned char kind;         /* DT_* */
} DirEntry;

typedef struct ScandirIterator {
    Object head;
    DIR *folder;                /* NULL: closed */
    Value base, module;         /* base: the argument as str or bytes, or NULL */
    bool is_bytes;
} ScandirIterator;

static int entry_traverse(Object *self, GcVisit visit, void *argument)
{
    const DirEntry *e = (DirEntry *)self;
    VISIT_VALUE(e->module);
    VISIT_VALUE(e->name);
    VISIT_VALUE(e->path);
    return type_traverse_object(self, visit, argument);
}

static void entry_free(Gc *gc, Object *self)
{
    Runtime *rt = runtime_of(gc);
    DirEntry *e = (DirEntry *)self;
    gc_untrack(gc, self);
    release(rt, e->name);
    release(rt, e->path);
    release(rt, e->module);
    type_free_object(rt, self);
}

static bool entry_stat(Runtime *rt, Borrowed self, bool follow, struct stat *info)
{
    PosixPath path;
    DirEntry *e = (DirEntry *)self;
    if (!posix_path(rt, e->path, "stat", "path", false, &path))
        return false;
    bool done = fstatat(AT_FDCWD, path.text, info, follow ? 0 : AT_SYMLINK_NOFOLLOW) == 0 || posix_error(rt, &path);
    posix_path_close(rt, &path);
    return done;
}

/* Does the entry have MODE?  Links are followed when asked; what is gone has no mode. */
static Owned entry_is(Runtime *rt, Borrowed self, const Value *args, unsigned char kind, mode_t mode)
{
    DirEntry *e = (DirEntry *)self;
    bool follow = true;
    struct stat info;
    if (!argument_bool(rt, args[0], &follow))
        return NULL;
    if (e->kind != DT_UNKNOWN && !(follow && e->kind == DT_LNK))
        return bool_value(e->kind == kind);
    if (!entry_stat(rt, self, follow, &info))
        return error_clear_if(rt, rt->FileNotFoundError) ? FALSE : NULL;
    return bool_value((info.st_mode & S_IFMT) == mode);
}

static Owned entry_is_dir(Runtime *rt, Borrowed self, const Value *args) { return entry_is(rt, self, args, DT_DIR, S_IFDIR); }
static Owned entry_is_file(Runtime *rt, Borrowed self, const Value *args) { return entry_is(rt, self, args, DT_REG, S_IFREG); }

static Owned entry_is_symlink(Runtime *rt, Borrowed self, const Value *args unused)
{
    static const Value no_follow[] = { FALSE };
    return entry_is(rt, self, no_follow, DT_LNK, S_IFLNK);
}

static Owned entry_stat_method(Runtime *rt, Borrowed self, const Value *args)
{
    bool follow = true;
    struct stat info;
    if (!argument_bool(rt, args[0], &follow) || !entry_stat(rt, self, follow, &info))
        return NULL;
    return posix_stat_value(rt, ((DirEntry *)self)->module, &info);
}

static Owned entry_inode(Runtime *rt, Borrowed self, const Value *args unused)
{
    return int_from_uint64(rt, ((DirEntry *)self)->inode);
}

static Owned entry_fspath(Runtime *rt unused, Borrowed self, const Value *args unused)
{
    return retain(((DirEntry *)self)->path);
}

static Owned entry_repr(Runtime *rt, Borrowed self) { return format_message(rt, "<DirEntry %R>", ((DirEntry *)self)->name); }

static const MethodDef entry_methods[] = {
    METHOD("is_dir", entry_is_dir, "(*, follow_symlinks=True)", "Return True if the entry is a directory."),
    METHOD("is_file", entry_is_file, "(*, follow_symlinks=True)", "Return True if the entry is a file."),
    METHOD("is_symlink", entry_is_symlink, "()", "Return True if the entry is a symbolic link."),
    METHOD("stat", entry_stat_method, "(*, follow_symlinks=True)", "Return stat_result object for the entry."),
    METHOD("inode", entry_inode, "()", "Return inode of the entry."),
    METHOD("__fspath__", entry_fspath, "()", "Return the path for the entry."),
    { 0 },
};
static const MemberDef entry_members[] = {
    { "name", MEMBER_VALUE, offsetof(DirEntry, name), false, "the entry's base filename, relative to scandir() \"path\" argument" },
    { "path", MEMBER_VALUE, offsetof(DirEntry, path), false, "the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)" },
    { 0 },
};
static const TypeDef entry_def = {
    .name = "posix.DirEntry", .size = sizeof(DirEntry), .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    .traverse = entry_traverse, .free = entry_free, .slots = { .repr = entry_repr }, .methods = entry_methods,
    .members = entry_members,
};

static int iterator_traverse(Object *self, GcVisit visit, void *argument)
{
    VISIT_VALUE(((ScandirIterator *)self)->module);
    VISIT_VALUE(((ScandirIterator *)self)->base);
    return type_traverse_object(self, visit, argument);
}

static void iterator_close(ScandirIterator *it)
{
    if (it->folder)
        closedir(it->folder);
    it->folder = NULL;
}

static void iterator_free(Gc *gc, Object *self)
{
    ScandirIterator *it = (ScandirIterator *)self;
    gc_untrack(gc, self);
    iterator_close(it);
    release(runtime_of(gc), it->base);
    release(runtime_of(gc), it->module);
    type_free_object(runtime_of(gc), self);
}

static Owned join(Runtime *rt, const ScandirIterator *it, const char *name)
{
    PosixPath base;
    char *text = NULL;
    if (!it->base)
        return posix_name(rt, name, it->is_bytes);
    if (!posix_path(rt, it->base, "scandir", "path", true, &base))
        return NULL;
    size_t size = base.text ? strlen(base.text) : 0;
    if (asprintf(&text, "%s%s%s", size ? base.text : "", size && base.text[size - 1] != '/' ? "/" : "", name) < 0)
        text = NULL;
    posix_path_close(rt, &base);
    Value path = text ? posix_name(rt, text, it->is_bytes) : raise_memory_error(rt);
    free(text);
    return path;
}

static Owned entry_new(Runtime *rt, const ScandirIterator *it, const struct dirent *found)
{
    DirEntry *e = (DirEntry *)type_alloc(rt, posix_state(it->module)->dir_entry, 0);
    if (!e)
        return NULL;
    e->module = retain(it->module);
    e->inode = found->d_ino;
    e->kind = found->d_type;
    e->name = posix_name(rt, found->d_name, it->is_bytes);
    e->path = e->name ? join(rt, it, found->d_name) : NULL;
    if (!e->path) {
        object_release(&rt->gc, &e->head);
        return NULL;
    }
    gc_track(&rt->gc, &e->head);
    return object_value(e);
}

static Owned iterator_next(Runtime *rt, Borrowed self)
{
    ScandirIterator *it = (ScandirIterator *)self;
    struct dirent *found;
    while (it->folder && (found = readdir(it->folder)))
        if (!is_dot(found->d_name))
            return entry_new(rt, it, found);
    iterator_close(it);
    return NULL;
}

static Owned iterator_self(Runtime *rt unused, Borrowed self) { return retain(self); }
static Owned iterator_enter(Runtime *rt unused, Borrowed self, const Value *args unused) { return retain(self); }

static Owned iterator_close_method(Runtime *rt unused, Borrowed self, const Value *args unused)
{
    iterator_close((ScandirIterator *)self);
    return NONE;
}

static Owned iterator_exit(CALL_PARAMETERS)
{
    (void)count, (void)keywords;
    return iterator_close_method(rt, self, args);
}

static const MethodDef iterator_methods[] = {
    METHOD("__enter__", iterator_enter, "()", NULL), RAW_METHOD("__exit__", iterator_exit, NULL, NULL),
    METHOD("close", iterator_close_method, "()", NULL), { 0 },
};
static const TypeDef iterator_def = {
    .name = "posix.ScandirIterator", .size = sizeof(ScandirIterator), .flags = TYPE_CONTAINER | TYPE_NO_NEW,
    .traverse = iterator_traverse, .free = iterator_free,
    .slots = { .iter = iterator_self, .next = iterator_next }, .methods = iterator_methods,
};

static Owned posix_scandir(Runtime *rt, Borrowed self, const Value *args)
{
    PosixPath path;
    DIR *folder;
    if (!open_folder(rt, args[0], "scandir", &path, &folder))
        return NULL;
    ScandirIterator *it = (ScandirIterator *)type_alloc(rt, posix_state(self)->scandir_iterator, 0);
    if (it) {
        it->folder = folder;
        it->module = retain(self);
        it->is_bytes = path.is_bytes;
        it->base = path.text && path.hold ? posix_name(rt, path.text, path.is_bytes) : NULL;
        gc_track(&rt->gc, &it->head);
    } else {
        closedir(folder);
    }
    posix_path_close(rt, &path);
    return object_value(it);
}

/* -- making, removing, moving */

static Owned path_call(Runtime *rt, Borrowed v, const char *function, int (*operation)(const char *))
{
    PosixPath path;
    if (!posix_path(rt, v, function, "path", false, &path))
        return NULL;
    Value result = operation(path.text) < 0 ? posix_error(rt, &path) : NONE;
    posix_path_close(rt, &path);
    return result;
}

static Owned posix_chdir(Runtime *rt, Borrowed self unused, const Value *args) { return path_call(rt, args[0], "chdir", chdir); }
static Owned posix_rmdir(Runtime *rt, Borrowed self unused, const Value *args) { return path_call(rt, args[0], "rmdir", rmdir); }
static Owned posix_unlink(Runtime *rt, Borrowed self unused, const Value *args) { return path_call(rt, args[0], "unlink", unlink); }
static Owned posix_remove(Runtime *rt, Borrowed self unused, const Value *args) { return path_call(rt, args[0], "remove", unlink); }

static Owned posix_mkdir(Runtime *rt, Borrowed self unused, const Value *args)
{
    PosixPath path;
    int mode = 0777;
    if (!argument_int(rt, args[1], &mode) || !posix_path(rt, args[0], "mkdir", "path", false, &path))
        return NULL;
    Value result = mkdir(path.text, (mode_t)mode) < 0 ? posix_error(rt, &path) : NONE;
    posix_path_close(rt, &path);
    return result;
}

static Owned two_paths(Runtime *rt, const Value *args, const char *function, int (*operation)(const char *, const char *))
{
    PosixPath from, to;
    if (!posix_path(rt, args[0], function, "src", false, &from))
        return NULL;
    Value result = NULL;
    if (posix_path(rt, args[1], function, "dst", false, &to)) {
        result = operation(from.text, to.text) < 0 ? posix_error(rt, &from) : NONE;
        posix_path_close(rt, &to);
    }
    posix_path_close(rt, &from);
    return result;
}

static Owned posix_rename(Runtime *rt, Borrowed self unused, const Value *args) { return two_paths(rt, args, "rename", rename); }
static Owned posix_replace(Runtime *rt, Borrowed self unused, const Value *args) { return two_paths(rt, args, "replace", rename); }
static Owned posix_symlink(Runtime *rt, Borrowed self unused, const Value *args) { return two_paths(rt, args, "symlink", symlink); }
static Owned posix_link(Runtime *rt, Borrowed self unused, const Value *args) { return two_paths(rt, args, "link", link); }

static Owned posix_readlink(Runtime *rt, Borrowed self unused, const Value *args)
{
    PosixPath path;
    char target[4096];
    if (!posix_path(rt, args[0], "readlink", "path", false, &path))
        return NULL;
    ssize_t size = readlink(path.text, target, sizeof target - 1);
    if (size >= 0)
        target[size] = 0;
    Value result = size < 0 ? posix_error(rt, &path) : posix_name(rt, target, path.is_bytes);
    posix_path_close(rt, &path);
    return result;
}

static Owned working_folder(Runtime *rt, bool as_bytes)
{
    char *text = getcwd(NULL, 0);
    Value result = text ? posix_name(rt, text, as_bytes) : posix_error(rt, NULL);
    free(text);
    return result;
}

static Owned posix_getcwd(Runtime *rt, Borrowed self unused, const Value *args unused) { return working_folder(rt, false); }
static Owned posix_getcwdb(Runtime *rt, Borrowed self unused, const Value *args unused) { return working_folder(rt, true); }

static Owned posix_chmod(Runtime *rt, Borrowed self unused, const Value *args)
{
    PosixPath path;
    int mode = 0;
    if (!argument_int(rt, args[1], &mode) || !posix_path(rt, args[0], "chmod", "path", true, &path))
        return NULL;
    int failed = path.text ? chmod(path.text, (mode_t)mode) : fchmod(path.descriptor, (mode_t)mode);
    Value result = failed ? posix_error(rt, &path) : NONE;
    posix_path_close(rt, &path);
    return result;
}

bool posix_directory_open(Runtime *rt, Borrowed module)
{
    PosixState *state = posix_state(module);
    return (state->dir_entry = module_add_type(rt, module, &entry_def, NULL)) &&
           (state->scandir_iterator = module_add_type(rt, module, &iterator_def, NULL));
}

const MethodDef posix_directory_functions[] = {
    METHOD("listdir", posix_listdir, "(path=None)", "Return a list containing the names of the files in the directory."),
    METHOD("scandir", posix_scandir, "(path=None)", "Return an iterator of DirEntry objects for given path."),
    METHOD("chdir", posix_chdir, "(path)", "Change the current working directory to the specified path."),
    METHOD("mkdir", posix_mkdir, "(path, mode=511, *, dir_fd=None)", "Create a directory."),
    METHOD("rmdir", posix_rmdir, "(path, *, dir_fd=None)", "Remove a directory."),
    METHOD("unlink", posix_unlink, "(path, *, dir_fd=None)", "Remove a file (same as remove())."),
    METHOD("remove", posix_remove, "(path, *, dir_fd=None)", "Remove a file (same as unlink())."),
    METHOD("rename", posix_rename, "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", "Rename a file or directory."),
    METHOD("replace", posix_replace, "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", "Rename a file or directory, overwriting the destination."),
    METHOD("symlink", posix_symlink, "(src, dst, target_is_directory=False, *, dir_fd=None)", "Create a symbolic link pointing to src named dst."),
    METHOD("link", posix_link, "(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)", "Create a hard link to a file."),
    METHOD("readlink", posix_readlink, "(path, *, dir_fd=None)", "Return a string representing the path to which the symbolic link points."),
    METHOD("chmod", posix_chmod, "(path, mode, *, dir_fd=None, follow_symlinks=True)", "Change the access permissions of a file."),
    METHOD("getcwd", posix_getcwd, "()", "Return a unicode string representing the current working directory."),
    METHOD("getcwdb", posix_getcwdb, "()", "Return a bytes string representing the current working directory."),
    { 0 },
};
