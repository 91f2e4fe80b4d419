# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# What a probe costs that nobody traces: bytes of code, instructions and nanoseconds, with our two
# headers and with calls that -G takes out, with systemtap's and with LTTng-UST's. disabled.c is
# compiled once for each.

# A program for a style and a number of arguments: STYLE.N, with STYLE.N.bytes in the samples.
build_disabled() # style, number of arguments, arguments
{
	sdk=$srcdir/../sdk/include
	link=
	case $1 in
	sys) set -- "$1.$2" '<sys/sdt.h>' "DTRACE_PROBE${2#0}(bench, probe$3)" -I"$sdk" ;;
	usdt) set -- "$1.$2" '<usdt.h>' "USDT(bench, probe$3)" -I"$sdk" ;;
	systemtap)
		set -- "$1.$2" '<sys/sdt.h>' "DTRACE_PROBE${2#0}(bench, probe$3)" \
			-I"$peer_include"
		;;
	lttng)
		link="$work/event.o -llttng-ust -ldl"
		set -- "$1.$2" '"event.h"' "lttng_ust_tracepoint(bench, probe$2$3)" \
			-I"$srcdir/lttng"
		;;
	call)
		link=$work/$1.$2-probes.o
		set -- "$1.$2" '"call.h"' "BENCH_PROBE$2(${3#, })" -I"$work"
		;;
	esac
	program=$1 header=$2 probe=$3
	shift 3
	${CC:-cc} -O2 -D"HEADER=$header" -D"PROBE=$probe" "$@" -c "$srcdir/disabled.c" \
		-o "$work/$program.o" || die "cannot compile probes: $program"
	[ "${program%.*}" != call ] ||
		"$build/bin/dtrace-gen" -G -s "$work/call.d" -o "$link" "$work/$program.o" ||
		die "dtrace-gen fails"
	# shellcheck disable=SC2086 # a list of words
	${CC:-cc} "$work/$program.o" $link -o "$work/$program" || die "cannot link: $program"
	nm -S "$work/$program" | "$AWK" -v name="$program.bytes" '$NF == "probes" {
		bytes = 0
		for (i = 1; i <= length($2); i++)
			bytes = bytes * 16 + index("123456789abcdef", substr($2, i, 1))
		print name, bytes
	}'
	valgrind --tool=callgrind --toggle-collect=probes --callgrind-out-file=/dev/null \
		"$work/$program" 1000 2>&1 |
		"$AWK" -v name="$program.insns" '/Collected/ { print name, $NF / 1000 }'
}

build_all_disabled()
{
	${CC:-cc} -O2 -c "$srcdir/lttng/event.c" -I"$srcdir/lttng" -o "$work/event.o" ||
		die 'no liblttng-ust-dev: ./setup bench'
	cat >"$work/call.d" <<-'END'
		provider bench {
			probe probe0();
			probe probe1(int);
			probe probe3(int, long, char *);
			probe probe6(int, long, char *, short, unsigned int, long);
		};
	END
	"$build/bin/dtrace-gen" -h -x header=call -s "$work/call.d" -o "$work/call.h" ||
		die 'dtrace-gen fails'
	for args in '' ', a' ', a, b, c' ', a, b, c, d, e, g'; do
		n=$(echo "$args" | tr -cd , | wc -c)
		for style in sys usdt call systemtap lttng; do
			build_disabled $style "$n" "$args"
		done
	done
}

time_disabled()
{
	for round in $(seq $((5 * ROUNDS))); do
		for n in 0 1 3 6; do
			for style in sys usdt call systemtap lttng; do
				echo "$style.$n.ns $("$work/$style.$n" 1000000)"
			done
		done
	done
}

print_disabled()
{
	echo
	echo '| 50 disabled probes: bytes, instructions, ns for one | sys/sdt.h | usdt.h' \
		'| calls | systemtap | LTTng-UST |'
	echo '|---|---|---|---|---|---|'
	sort -s -k1,1 -k2,2n "$work/samples" | "$AWK" '
		{ value[$1, ++n[$1]] = $2 }
		function is_more(ours, theirs) {
			return value[ours ".bytes", 1] > value[theirs ".bytes", 1] ||
				value[ours ".insns", 1] > value[theirs ".insns", 1]
		}
		function cell(name) {
			return value[name ".bytes", 1] ", " value[name ".insns", 1] ", " \
				sprintf("%.2f", value[name ".ns", int((n[name ".ns"] + 1) / 2)])
		}
		END {
			split("0 1 3 6", all, " ")
			for (i = 1; i <= 4; i++) {
				args = all[i]
				printf "| %d arguments | %s | %s | %s | %s | %s |\n", args,
					cell("sys." args), cell("usdt." args), cell("call." args),
					cell("systemtap." args), cell("lttng." args)
				if (is_more("sys." args, "systemtap." args) ||
				    is_more("usdt." args, "systemtap." args))
					failed = 1
			}
			exit failed
		}' || failed=1
}

measure_disabled()
{
	find_systemtap
	{
		build_all_disabled
		time_disabled
	} >"$work/samples"
	print_disabled
	table samples <<-'END'
		a disabled probe of 3 arguments: bytes in sys/sdt.h; systemtap's|sys.3.bytes|systemtap.3.bytes|50|B|1
		bytes in usdt.h; systemtap's|usdt.3.bytes|systemtap.3.bytes|50|B|1
		instructions; systemtap's|usdt.3.insns|systemtap.3.insns|50||1
		ns; systemtap's|usdt.3.ns|systemtap.3.ns|1|ns|
		bytes in usdt.h; LTTng-UST's|usdt.3.bytes|lttng.3.bytes|50|B|1
		instructions; LTTng-UST's|usdt.3.insns|lttng.3.insns|50||1
		ns; LTTng-UST's|usdt.3.ns|lttng.3.ns|1|ns|1
	END
}
