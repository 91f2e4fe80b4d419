#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# What the system may do to a generator that works: it tells what was wrong, ends with the right
# status, and leaves the output as it was, with nothing beside it.
. "${top_srcdir:-.}/tests/gen/lib.sh"

# A definition whose outputs have some hundred kilobytes.
awk 'BEGIN {
	print "provider big {"
	for (i = 0; i < 3000; i++)
		print "\tprobe p" i "(int a, char *b);"
	print "};"
}' >big.d
"$gen" -h -s big.d -o big.want
"$gen" -G -s big.d -o big.o.want

# Runs in a folder; there must be the message, nothing on standard output, and what was there.
told() # folder, text, options
{
	folder=$1 text=$2
	shift 2
	before=$(ls -A "$folder")
	(cd "$folder" && "$gen" "$@") >out 2>err
	status=$?
	cat out err
	echo "status $status"
	[ $status = 1 ] && [ ! -s out ] && grep -q -e "$text" err &&
		[ "$(ls -A "$folder")" = "$before" ]
}

# Closed pipes. The reader is gone before anything is written.
for mode in -h -G; do
	{
		sleep 0.2
		"$gen" $mode -s big.d -o - 2>err
		echo $? >status
	} | :
	check "a closed pipe, $mode" \
		'cat err && grep -q "cannot write standard output: Broken pipe" err &&
		test "$(cat status)" = 1'
done

# Signals while m4 works: its shell finds the generator as the parent of m4.
for signal in INT TERM HUP; do
	mkdir "$signal"
	echo "m4_syscmd(\`kill -$signal \$(cut -d\" \" -f4 /proc/\$PPID/stat); sleep 0.2')" \
		>"$signal.m4"
	echo old >"$signal/x.h"
	check "SIG$signal while m4 works" "
		! '$gen' -h -s big.d -x template=$signal.m4 -o $signal/x.h
		test \"\$(cat $signal/x.h)\" = old && test \"\$(ls -A $signal)\" = x.h"
done

# And at any moment: the output is the old one or the new one, and alone.
at_any_moment() # mode, wanted
{
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		for signal in INT TERM; do
			rm -rf moment && mkdir moment && echo old >moment/x
			timeout -s "$signal" "0.0$((i / 10))$((i % 10))" \
				"$gen" "$1" -s big.d -o moment/x
			[ "$(ls -A moment)" = x ] || return
			cmp -s moment/x "$2" || [ "$(cat moment/x)" = old ] || return
		done
	done
}
sed 's/_BIG_WANT/_X/' big.want >x.want
try 'SIGINT and SIGTERM at any moment, -h' at_any_moment -h x.want
try 'SIGINT and SIGTERM at any moment, -G' at_any_moment -G big.o.want

# A limit on the size of files.
check 'a file that may not grow is told' '
	mkdir limit && echo old >limit/x.h
	! (ulimit -f 1 && "'"$gen"'" -h -s big.d -o limit/x.h) 2>err
	cat err && grep -q "cannot .*File too large" err
	test "$(cat limit/x.h)" = old && test "$(ls -A limit)" = x.h'

# A disk that is full, one that cannot be written, and a machine without m4: in a namespace of
# mounts, which only root makes.
if unshare -m true 2>/dev/null; then
	cat >namespace <<END_OF_SCRIPT
set -e
mkdir disk
mount -t tmpfs -o size=64k none disk
echo old >disk/x
if $gen \$1 -s big.d -o disk/x 2>err; then exit 1; fi
cat err
grep -q 'cannot write disk/x: No space left' err
test "\$(cat disk/x)" = old && test "\$(ls -A disk)" = x
mount -o remount,ro disk
if $gen \$1 -s big.d -o disk/x 2>err; then exit 1; fi
cat err
grep -q 'cannot write disk/x: Read-only file system' err
if $gen \$1 -s big.d -o disk/y 2>err; then exit 1; fi
grep -q 'cannot write disk/y: Read-only file system' err
umount disk
rmdir disk
END_OF_SCRIPT
	for mode in -h -G; do
		try "a full disk and one for reading, $mode" unshare -m sh namespace $mode
	done
	m4=$(realpath "${M4:-m4}")
	check 'a machine without m4' "
		! unshare -m sh -c \"mount --bind /dev/null $m4 &&
			$gen -h -s big.d -o none.h\" 2>err
		cat err && grep -q 'cannot run .*m4: ' err && test ! -e none.h"
else
	skip 'a full disk, one for reading, and no m4' 'no namespace of mounts for this user'
fi

# Folders and objects that this user may not write, as another than root.
if [ "$(id -u)" = 0 ] && has setpriv; then
	chmod 755 "$work"
	mkdir -m 755 locked
	cp big.d locked
	plain="setpriv --reuid=65534 --regid=65534 --clear-groups"
	if $plain test -x "$gen"; then
		for mode in -h -G; do
			check "a folder that may not be written, $mode" "
				cd locked && ! $plain '$gen' $mode -s big.d 2>../err
				cat ../err && grep -q 'cannot write big.*: Permission denied' ../err
				test \"\$(ls -A)\" = big.d"
		done
		check 'a script that may not be read' "
			chmod 600 locked/big.d
			! $plain '$gen' -h -s locked/big.d -o - 2>err
			cat err && grep -q 'cannot read locked/big.d: Permission denied' err"
	else
		skip 'a folder that may not be written' 'nobody may run the generator here'
	fi
else
	skip 'a folder that may not be written' 'not root, or no setpriv'
fi

# The preprocessor.
echo 'provider p { probe a(int n); };' >p.d
mkdir empty
CPP=false
export CPP
try 'a preprocessor that fails' told empty 'false failed with status 1' -C -h -s ../p.d
CPP="sh -c 'kill -9 \$\$'"
try 'a preprocessor that is killed' told empty 'sh was ended by signal 9' -C -G -s ../p.d
CPP=/nowhere/cpp
try 'no preprocessor' told empty 'cannot run /nowhere/cpp: No such file' -C -h -s ../p.d
unset CPP

# The call style changes objects: each is whole at every moment, and one that cannot be changed is
# as it was.
case $(uname -m) in
x86_64 | aarch64)
	"$gen" -h -x header=call -s p.d -o call.h
	printf '#include "call.h"\nvoid f(void) { P_A(1); P_A(2); }\n' >f.c
	mkdir objects
	${CC:-cc} -I. -c f.c -o objects/f.o && cp objects/f.o f.keep
	echo nonsense >objects/g.o
	try 'objects stay as they are if one is none' \
		told objects 'g.o' -G -s ../p.d f.o g.o -o probes.o
	try 'the good one too' cmp f.keep objects/f.o
	;;
*)
	skip 'objects stay as they are' 'no call style on this machine'
	;;
esac
finish
