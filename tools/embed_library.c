/* Write the Python files named on the command line as a C table: see src/vm/import_own.h. */
#include <stdio.h>
#include <string.h>

static int module_name(const char *path, char *name, size_t size)
{
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path, *dot = strrchr(base, '.');
    return dot && snprintf(name, size, "%.*s", (int)(dot - base), base) < (int)size;
}

static int write_bytes(const char *path, int number)
{
    FILE *file = fopen(path, "rb");
    int c, column = 0;
    if (!file) {
        perror(path);
        return 0;
    }
    printf("static const unsigned char source_%d[] = {\n", number);
    while ((c = getc(file)) != EOF)
        printf("%d,%s", c, ++column % 24 ? "" : "\n");
    printf("0\n};\n");
    fclose(file);
    return 1;
}

int main(int argc, char **argv)
{
    char name[256];
    printf("#include \"vm/import_own.h\"\n\n");
    for (int i = 1; i < argc; i++)
        if (!write_bytes(argv[i], i))
            return 1;
    printf("const OwnModule own_modules[] = {\n");
    for (int i = 1; i < argc; i++)
        if (module_name(argv[i], name, sizeof name))
            printf("    { \"%s\", source_%d, sizeof source_%d - 1 },\n", name, i, i);
    printf("    { 0 },\n};\n");
    return 0;
}
