"""What sysconfig tells about the build.  Ouro has no Makefile of CPython's to read it from."""

build_time_vars = {
    "ABIFLAGS": "",
    "EXT_SUFFIX": ".ouro.so",
    "HAVE_GETENTROPY": 1,
    "HAVE_GETRANDOM": 1,
    "HAVE_VFORK": 1,
    "MULTIARCH": "",
    "PY_BUILTIN_HASHLIB_HASHES": "md5,sha1,sha256,sha512,sha3,blake2",
    "Py_DEBUG": 0,
    "Py_ENABLE_SHARED": 0,
    "Py_HASH_ALGORITHM": 0,
    "SIZEOF_INT": 4,
    "SIZEOF_LONG": 8,
    "SIZEOF_VOID_P": 8,
    "SO": ".ouro.so",
    "VERSION": "3.11",
    "WITH_DOC_STRINGS": 1,
    "WITH_PYMALLOC": 0,
    "srcdir": ".",
}
