#include "vm/library.h"

#include <stdio.h>
#include <string.h>

#include "object/error.h"
#include "vm/image.h"

/* Made by tools/library_data.c. */
extern const unsigned char library_data[] __attribute__((visibility("hidden")));
extern const unsigned char library_data_end[] __attribute__((visibility("hidden")));

typedef struct Entry { uint32_t name, file, image, size, is_package, unused_; } Entry;
typedef struct Blob { char magic[8]; uint32_t count, folder; Entry entries[]; } Blob;

static const Blob *blob(void)
{
    const Blob *b = (const Blob *)library_data;
    bool there = (size_t)(library_data_end - library_data) > sizeof *b && !memcmp(b->magic, "OUROLIB1", 8);
    return there ? b : NULL;
}

static const char *text_at(uint32_t offset) { return (const char *)library_data + offset; }

const char *library_folder(void) { return blob() ? text_at(blob()->folder) : ""; }

static bool find(const char *name, LibraryModule *found)
{
    const Blob *b = blob();
    uint32_t low = 0, high = b ? b->count : 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const Entry *e = &b->entries[middle];
        int order = strcmp(name, text_at(e->name));
        if (order == 0) {
            *found = (LibraryModule){ text_at(e->name), text_at(e->file), text_at(e->image), e->size, e->is_package };
            return true;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

enum { NAME_BYTES = 256 };

bool library_find(const char *directory, const char *tail, LibraryModule *found)
{
    char name[NAME_BYTES];
    const char *folder = library_folder();
    size_t size = strlen(folder);
    if (!size || strncmp(directory, folder, size))
        return false;
    directory += size;
    while (*directory == '/')
        directory++;
    int needed = snprintf(name, sizeof name, "%s%s%s", directory, *directory ? "/" : "", tail);
    return needed > 0 && needed < NAME_BYTES && find(name, found);
}

bool library_find_name(const char *dotted, LibraryModule *found)
{
    char name[NAME_BYTES];
    size_t size = strlen(dotted);
    if (size >= sizeof name)
        return false;
    for (size_t i = 0; i <= size; i++)
        name[i] = dotted[i] == '.' ? '/' : dotted[i];
    return find(name, found);
}

Owned library_code(Runtime *rt, const LibraryModule *m) { return image_read(rt, m->image, m->size, true); }
