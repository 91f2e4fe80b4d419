#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Every function of the C library of programs as distributions build them: what dtrace counts is
# what gdb counts with breakpoints on some of them.

. "${top_srcdir:-.}/tests/live/lib.sh"
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
PATH=$PATH:${bin:-.}
[ "$(uname -m)" = x86_64 ] || live_skip "where gdb puts a program is known of x86-64"
live_begin gdb readelf

asked="malloc calloc realloc free _int_malloc _int_free getenv setlocale _nl_find_locale
	strchrnul qsort_r opendir readdir closedir fopen fclose open read write close
	_IO_file_xsputn strcoll_l mmap munmap pthread_mutex_lock pread pwrite lseek
	sigaction fstat exit fgets sigprocmask vfprintf snprintf strdup"

# gdb with breakpoints that are passed over and counted. A name that it does not know is a mistake
# that it goes on from, as these are arguments and not a file. They come behind those that bring it
# to where counting begins: $way, one on a line.
gdb_count() # gdb's last arguments
{
	{
		for name in $asked; do
			printf 'echo @ %s\\n\n' "$name"
			printf 'break *%s\nignore $bpnum 100000000\n' "$name"
		done
		printf 'break *_exit\ncontinue\ninfo breakpoints\n'
	} >"$tmp/breaks"
	printf 'set %s\n' 'pagination off' 'width 0' 'confirm off' 'startup-with-shell off' |
		cat - "$way" "$tmp/breaks" | sed 's/.*/-ex\n&/' | tr '\n' '\0' >"$tmp/arguments"
	printf '%s\0' "$@" >>"$tmp/arguments"
	xargs -0 env --default-signal=INT gdb -nx -batch <"$tmp/arguments" >"$tmp/gdb.out" 2>&1
	awk '$1 == "@" { name = $2 }
		/^Breakpoint [0-9]+ at / && name { names[$2] = name; name = "" }
		$2 == "breakpoint" { number = $1 }
		/already hit/ && names[number] { print names[number], $4 }' \
		"$tmp/gdb.out" | sort >"$tmp/gdb"
}

# Where gdb, which places programs always alike, finds the first instruction of one: dtrace counts
# from there on as well, when the libraries have been initialised.
entry_of() # program
{
	entry=$(readelf -hW "$1" | sed -n 's/ *Entry point address: *//p')
	readelf -hW "$1" | grep -q 'Type: *DYN' && entry=$((0x555555554000 + entry))
	printf '*0x%x' "$((entry))"
}

compare() # program
{
	awk 'NF == 2 { print $1, $2 }' "$tmp/out" | sort >"$tmp/all"
	awk 'NR == FNR { n[$1] = $2; next } $1 in n { print $1, n[$1] }' "$tmp/all" "$tmp/gdb" |
		sort >"$tmp/same"
	is "$1: gdb counts the same" "$(cat "$tmp/same")" "$(cat "$tmp/gdb")"
	holds "$1: of a dozen functions" [ "$(wc -l <"$tmp/gdb")" -ge 12 ]
}

count_command() # program, arguments
{
	way=$tmp/way
	printf 'starti\nbreak %s\ncontinue\ndelete\n' "$(entry_of "$1")" >"$way"
	gdb_count --args "$@"
	trace -qn 'pid$target:libc::entry { @[probefunc] = count(); }' -c "$*"
	compare "${1##*/}"
}

# A server for one user, which takes queries from its input: first it is brought to where it waits.
start_postgres()
{
	rm -f "$tmp/pg/queries"
	mkfifo -m 666 "$tmp/pg/queries"
	setpriv --reuid postgres --regid postgres --clear-groups \
		postgres --single -D "$tmp/pg/data" postgres \
		<"$tmp/pg/queries" >"$tmp/pg.out" 2>&1 &
	server=$!
	started="$started $server"
	exec 4>"$tmp/pg/queries"
	wait_until grep -q backend "$tmp/pg.out"
}

ask_postgres()
{
	echo "select relname, count(*) from pg_class group by relname order by 1;" >&4
	exec 4>&-
}

is_traced()
{
	grep -q "^TracerPid:.*[1-9]" "/proc/$server/status"
}

count_postgres()
{
	command -v initdb >/dev/null && id postgres >/dev/null 2>&1 || return
	mkdir "$tmp/pg" && chown postgres "$tmp/pg" && cd "$tmp/pg" || exit 1
	setpriv --reuid postgres --regid postgres --clear-groups \
		initdb -D "$tmp/pg/data" -A trust --no-sync >"$tmp/initdb.log" 2>&1 || return
	start_postgres
	ask_postgres
	reap "$server"

	# gdb may come too late to count: then once more.
	: >"$way"
	for try in 1 2; do
		start_postgres
		{ wait_until is_traced; ask_postgres; } &
		exec 4>&-
		gdb_count -p "$server"
		reap "$server"
		[ "$(wc -l <"$tmp/gdb")" -lt 12 ] || break
		show "gdb, try $try:" "$(tail -n 5 "$tmp/gdb.out")"
	done

	start_postgres
	start_dtrace -p "$server" \
		-n 'pid$target:libc::entry { @[probefunc] = count(); }' 4>&-
	ask_postgres
	reap "$server"
	wait_dtrace
	compare postgres
}

LANG=C
PYTHONHASHSEED=0
export LANG PYTHONHASHSEED
mkdir "$tmp/folder"
for i in 1 2 3 4 5 6 7 8 9; do
	echo >"$tmp/folder/file$i"
done
count_command "$(readlink -f "$(command -v ls)")" -l "$tmp/folder"
if [ -x /usr/bin/python3 ]; then
	count_command "$(readlink -f /usr/bin/python3)" -S -E -m this
fi
count_postgres
live_end
