# Options and variables about memory.
#   sh memory.sh OURO
set -u
ouro=$1
failed=0
. "$(dirname "$0")/expect"

limit='import tracemalloc; print("limit", tracemalloc.get_traceback_limit(), tracemalloc.is_tracing())'
expect "tracemalloc off" 0 "limit 1 False" "$ouro" -c "$limit"
expect "-X tracemalloc" 0 "limit 1 True" "$ouro" -X tracemalloc -c "$limit"
expect "-X tracemalloc=15" 0 "limit 15 True" "$ouro" -X tracemalloc=15 -c "$limit"
expect "-X tracemalloc=0" 0 "limit 1 False" "$ouro" -X tracemalloc=0 -c "$limit"
expect "-X tracemalloc=x" 1 "tracemalloc=NFRAME: invalid number of frames" "$ouro" -X tracemalloc=x -c "$limit"
expect PYTHONTRACEMALLOC 0 "limit 7 True" env PYTHONTRACEMALLOC=7 "$ouro" -c "$limit"
expect "PYTHONTRACEMALLOC -E" 0 "limit 1 False" env PYTHONTRACEMALLOC=7 "$ouro" -E -c "$limit"
expect "PYTHONTRACEMALLOC=-1" 1 "PYTHONTRACEMALLOC: invalid number of frames" env PYTHONTRACEMALLOC=-1 "$ouro" -c "$limit"

for mode in default debug malloc malloc_debug pymalloc pymalloc_debug; do
    expect "PYTHONMALLOC=$mode" 0 "[0, 1, 4]" env PYTHONMALLOC=$mode "$ouro" --check-leaks --verify-heap -c 'print([i * i for i in range(3)])'
    expect "PYTHONMALLOC=$mode traced" 0 "True" env PYTHONMALLOC=$mode "$ouro" --check-leaks --verify-heap -X tracemalloc=3 \
        -c 'import tracemalloc; x = [str(i) for i in range(999)]; print(tracemalloc.get_traced_memory()[0] > 9000)'
done
expect "PYTHONMALLOC=what" 1 "PYTHONMALLOC: unknown allocator" env PYTHONMALLOC=what "$ouro" -c '1'
expect PYTHONMALLOCSTATS 0 "# bytes reserved" env PYTHONMALLOCSTATS=1 "$ouro" -c '1'
expect showrefcount 0 " refs, " "$ouro" -X showrefcount -c '1'

enabled='import faulthandler; print("enabled", faulthandler.is_enabled())'
expect faulthandler 0 "enabled False" "$ouro" -c "$enabled"
expect "-X faulthandler" 0 "enabled True" "$ouro" -X faulthandler -c "$enabled"
expect PYTHONFAULTHANDLER 0 "enabled True" env PYTHONFAULTHANDLER=1 "$ouro" -c "$enabled"
# A sanitizer that handles the signal itself would end with another status.
no_handler="${ASAN_OPTIONS:+$ASAN_OPTIONS:}handle_segv=0"
expect "a fault" 139 "Fatal Python error: Segmentation fault" env ASAN_OPTIONS="$no_handler" "$ouro" -X faulthandler -c 'import faulthandler; faulthandler._sigsegv()'
expect "a fault's line" 139 'File "<string>", line 1 in <module>' env ASAN_OPTIONS="$no_handler" "$ouro" -X faulthandler -c 'import faulthandler; faulthandler._read_null()'
exit $failed
