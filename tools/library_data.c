/* The bytes of build/library.bin; without LIBRARY_FILE, for the first stage, none. */
#ifdef LIBRARY_FILE
__asm__(".section .rodata\n"
        ".balign 16\n"
        ".global library_data\n"
        ".hidden library_data\n"
        "library_data:\n"
        ".incbin \"" LIBRARY_FILE "\"\n"
        ".global library_data_end\n"
        ".hidden library_data_end\n"
        "library_data_end:\n"
        ".byte 0\n"
        ".previous\n");
#else
__asm__(".section .rodata\n"
        ".global library_data\n"
        ".hidden library_data\n"
        ".global library_data_end\n"
        ".hidden library_data_end\n"
        "library_data:\n"
        "library_data_end:\n"
        ".byte 0\n"
        ".previous\n");
#endif
