#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# What dtrace says when something is wrong: one message for each mistake, with its place; which
# capability is missing; and a status that scripts can rely on.

. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin setpriv

# Wrong programs.

mistakes() # name, program, "line:column" of each mistake
{
	name=$1
	program=$2
	shift 2
	trace -e -n "$program"
	is "$name: status" $status 1
	is "$name: nothing on stdout" "$out" ""
	is "$name: places" "$(echo "$err" | sed -n 's/^dtrace: -n:\([0-9:]*\): error: .*/\1/p')" \
		"$(printf '%s\n' "$@")"
	is "$name: each has a caret" "$(echo "$err" | grep -c '^ *| *^')" $#
}

mistakes "unknown names" 'BEGIN { trace(y); }
END { trace(w); }' 1:15 2:13
mistakes "a wrong format" 'BEGIN { printf("%d %s", "x"); }' 1:25
mistakes "types" 'BEGIN { x = 1; x = "a"; s = "a" + 1; }' 1:18 1:33
mistakes "syntax" 'BEGIN { x = 1 + ; }
END { y = ; }' 1:17 2:11
mistakes "an unknown function" 'BEGIN { nosuch(1); }' 1:9
mistakes "arguments" 'BEGIN { exit("a"); exit(); }' 1:14 1:20
mistakes "aggregations" 'BEGIN { @a[1] = count(); @a["x"] = count(); @a[1] = sum(2); }' 1:29 1:53
mistakes "too many fields" 'a:b:c:d:e { }' 1:1
mistakes "no such probe" 'nosuch*:::probe { }' 1:1
mistakes "division by 0" 'BEGIN { x = 1 / 0; }' 1:15
mistakes "an unknown option" '#pragma D option nosuch
BEGIN { trace(y); }' 1:1 2:15
mistakes "an open string" 'BEGIN { trace("a); }' 1:15
mistakes "an open comment" 'BEGIN { } /* trace' 1:11
mistakes "an open clause" 'BEGIN { trace(1);' 1:18

printf 'BEGIN\n{\n\ttrace(nosuch);\n}\n' >"$tmp/wrong.d"
trace -e -s "$tmp/wrong.d"
has "a script is named" "$err" "dtrace: $tmp/wrong.d:3:8: error: "
trace -x errtags -e -n 'BEGIN { trace(nosuch); }'
has "-x errtags" "$err" "[D_IDENT_UNDEF]"
trace -n 'BEGIN { exit(0); }' -n 'BEGIN { trace(nosuch); }'
is "one wrong program of two: nothing runs" "$status $out" "1 "
trace -e -n 'BEGIN { trace(1); }'
is "-e of a right one" "$status $out $err" "0  "

# Probes that are not there.
trace -n 'nosuch*:::probe'
is "no such probe: status" $status 1
has "no such probe" "$err" "probe description nosuch*:::probe does not match any probes"
trace -Z -q -n 'nosuch*:::probe { } BEGIN { exit(0); }'
is "-Z lets it pass" $status 0
trace -Z -e -n 'nosuch*:::probe { trace(arg0); }'
is "-Z with nothing at all to do" $status 0
trace -l -n 'nosuch*:::probe'
is "-l: status" $status 0
is "-l: the header alone" "$out" \
	"   ID   PROVIDER            MODULE                          FUNCTION NAME"
has "-l: says so" "$err" "dtrace: failed to match nosuch*:::probe: No probe matches description"

# What is asked for is not there.
for what in "-p 999999999 -n BEGIN" "-p x -n BEGIN" "-p -1 -n BEGIN" "-s $tmp/nosuch.d" "-s $tmp" \
	"-c $tmp/nosuch -n BEGIN" "-c $tmp -n BEGIN" "-x nosuch -n BEGIN" "-x bufsize=x -n BEGIN" \
	"-x bufsize -n BEGIN" "-o $tmp/nosuch/file -n BEGIN" "-n BEGIN nosuch" "-i 0"; do
	trace $what
	is "$what: status" $status 1
	is "$what: one message" "$(echo "$err" | grep -c '^dtrace: ')" 1
	is "$what: no output" "$out" ""
done
"$dtrace" -q -o /dev/full -n 'BEGIN { printf("x"); exit(0); }' 2>"$tmp/err"
is "the output cannot be written: status" $? 1
is "the output cannot be written" "$(cat "$tmp/err")" \
	"dtrace: cannot write the output: No space left on device"
"$dtrace" -q -n 'BEGIN { printf("x"); exit(0); }' >/dev/full 2>"$tmp/err"
is "stdout cannot be written: status" $? 1
trace -o "$tmp/new" -n 'BEGIN { trace(nosuch); }'
holds "a wrong program leaves no output file" [ ! -e "$tmp/new" ]

# Usage.
for what in "" "-n" "-Q" "-i x" "-l -V" "-x" "-e" "-q"; do
	trace $what
	is "usage error: dtrace $what" "$status $out" "2 "
	holds "dtrace $what: says why" [ -n "$err" ]
done

# Macro arguments.
trace -n 'BEGIN { trace($1); exit(0); }'
is "\$1 was not given: status" $status 1
has "\$1 was not given" "$err" "-n:1:15: error: "
trace -n 'BEGIN { exit(0); }' one
has "an argument too many" "$err" "extraneous argument 'one' (\$1 is not referenced)"

# Privileges.

cp "$dtrace" "$tmp/dtrace"
nobody="setpriv --reuid 65534 --regid 65534 --clear-groups"
without() # name, message, command
{
	name=$1
	message=$2
	shift 2
	"$@" >"$tmp/out" 2>"$tmp/err"
	is "$name: status" $? 1
	has "$name" "$(cat "$tmp/err")" "$message"
	has "$name: what to do" "$(cat "$tmp/err")" "hint: "
	is "$name: no output" "$(cat "$tmp/out")" ""
}
all="tracing needs the capabilities CAP_BPF and CAP_PERFMON; this process lacks"
if $nobody "$tmp/dtrace" -V >/dev/null 2>&1; then
	without "nobody" "$all both" $nobody "$tmp/dtrace" -n 'BEGIN { exit(0); }'
	without "nobody, a probe that is hidden" "$all both" $nobody "$tmp/dtrace" -n 'live*:::hit'
	without "nobody, -c" "$all both" $nobody "$tmp/dtrace" -n BEGIN -c "touch $tmp/touched"
	holds "nobody, -c: the command does not run" [ ! -e "$tmp/touched" ]
	without "nobody, with tags" "[D_PERMISSION]" $nobody "$tmp/dtrace" -x errtags -n BEGIN
	without "nobody, -p" "$all both" $nobody "$tmp/dtrace" -n BEGIN -p $$
	$nobody "$tmp/dtrace" -e -n 'BEGIN { trace(1); }' 2>"$tmp/err"
	is "nobody may compile" "$? $(cat "$tmp/err")" "0 "
	$nobody "$tmp/dtrace" -l -n BEGIN >"$tmp/out" 2>"$tmp/err"
	is "nobody may list" "$?" 0
	chmod 600 "$tmp/wrong.d"
	without "nobody, a script of somebody else" "$all both" $nobody "$tmp/dtrace" \
		-s "$tmp/wrong.d"
fi
if command -v capsh >/dev/null; then
	drop() # capabilities
	{
		capsh --drop="$1" -- -c "'$tmp/dtrace' -q -n 'BEGIN { exit(0); }'"
	}
	without "no CAP_BPF" "$all CAP_BPF" drop cap_bpf,cap_sys_admin
	without "no CAP_PERFMON" "$all CAP_PERFMON" drop cap_perfmon,cap_sys_admin
	holds "CAP_SYS_ADMIN is not needed" drop cap_sys_admin
fi
if unshare -r true 2>/dev/null; then
	without "root of a namespace" "in the initial user namespace" \
		unshare -r "$tmp/dtrace" -n 'BEGIN { exit(0); }'
fi
live_end
