# What the command line says and how it ends, beside what CPython's does.
#   sh arguments.sh OURO
set -u
ouro=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
. "$(dirname "$0")/expect"

printf 'print("from a file", __name__)\n' >"$work/a.py"
printf 'import sys\nsys.exit(3)\n' >"$work/three.py"
printf 'import sys\nsys.exit("the message")\n' >"$work/text.py"
printf 'raise SystemExit\n' >"$work/plain.py"
printf 'x = "\377"\n' >"$work/bytes.py"
printf 'x = 1\n\000y\n' >"$work/nul.py"
printf 'raise KeyboardInterrupt\n' >"$work/interrupt.py"
printf 'import sys\nprint(sys.argv[1:])\n' >"$work/args.py"
mkdir "$work/folder" "$work/program"
printf 'print("main of a folder")\n' >"$work/program/__main__.py"

expect version 0 "Python 3.11" "$ouro" --version
expect version 0 "Ouro" "$ouro" -V
expect help 0 "usage: ouro" "$ouro" --help
expect help 0 "usage: ouro" "$ouro" -h
expect code 0 "42" "$ouro" -c 'print(6 * 7)'
expect file 0 "from a file __main__" "$ouro" "$work/a.py"
expect arguments 0 "['-c', 'x', '--help']" "$ouro" "$work/args.py" -c x --help
expect "exit number" 3 "" "$ouro" "$work/three.py"
expect "exit text" 1 "the message" "$ouro" "$work/text.py"
expect "exit nothing" 0 "" "$ouro" "$work/plain.py"
expect "no such file" 2 "No such file or directory" "$ouro" "$work/none.py"
expect "unknown option" 2 "Unknown option: -Z" "$ouro" -Z
expect "unknown long option" 2 "usage:" "$ouro" --what
expect "missing argument" 2 "Argument expected for the -c option" "$ouro" -c
expect "folder without main" 1 "can't find '__main__' module in" "$ouro" "$work/folder"
expect "folder with main" 0 "main of a folder" "$ouro" "$work/program"
expect "not utf-8" 1 "SyntaxError" "$ouro" "$work/bytes.py"
expect "nul" 1 "Error" "$ouro" "$work/nul.py"
expect "uncaught" 1 "ZeroDivisionError: division by zero" "$ouro" -c '1 / 0'
expect "interrupted" 130 "KeyboardInterrupt" "$ouro" "$work/interrupt.py"
expect "syntax" 1 "SyntaxError: '(' was never closed" "$ouro" -c 'print((1'
expect "leaks" 0 "" "$ouro" --check-leaks -c 'x = []; x.append(x)'

out=$(printf 'print(1)\nfor i in range(2):\n    print(i)\n' | "$ouro" -)
[ "$out" = "1
0
1" ] || { echo "standard input: $out"; failed=1; }

# A signal becomes KeyboardInterrupt, which the program may catch.
"$ouro" -c '
try:
    while True: pass
except KeyboardInterrupt:
    print("caught")
' >"$work/out" &
pid=$!
sleep 0.5
kill -INT $pid
wait $pid
[ "$(cat "$work/out")" = caught ] || { echo "Ctrl-C was not caught"; failed=1; }
exit $failed
