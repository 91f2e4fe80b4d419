#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# The examples of README.md and dtrace(1) compile: what stands behind "$ dtrace", to the line where
# its quotes end, is run with -e, and with -Z as the programs that it traces need not run here.
# A process of -p is replaced by this one. Where an error is shown behind it, there must be one.
if [ ! -x "$top_builddir/bin/dtrace" ]; then
	echo "1..0 # SKIP built without the runtime"
	exit 0
fi
cd "$top_srcdir" || exit 1
PATH=$top_builddir/bin:$top_builddir/examples/demo:$PATH
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
n=0
failed=0

# One example a line, its lines joined by a tab, behind the status it ends with. In the manual a tab
# begins each line of it.
examples() { # file, what stands before each line
	${AWK:-awk} -v before="$2" '
	function odd_quotes(text) {
		return gsub(/'\''/, "", text) % 2
	}
	complete != "" {
		print (/: error: / ? 1 : 0) complete
		complete = ""
	}
	{ is_inside = sub("^" before, "") }
	text != "" { text = text "\t" $0 }
	text == "" && is_inside && /^\$ dtrace / { text = substr($0, 3) }
	text != "" && !odd_quotes(text) {
		complete = text
		text = ""
	}
	END {
		if (complete != "")
			print 0 complete
	}' "$1"
}

# Its output goes to $out/text.
run() { # example
	printf '%s\n' "$1" | sed "s/^dtrace/dtrace -e -Z/; s/ -p [^ ]*/ -p $$/" | tr '\t' '\n' \
		>"$out/command"
	timeout 20 sh "$out/command" >"$out/text" 2>&1 </dev/null
}

result() { # whether, what
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		printf 'ok %d - %s\n' "$n" "$2"
	else
		printf 'not ok %d - %s\n' "$n" "$2"
		sed 's/^/# /' "$out/text"
		failed=1
	fi
}

check() { # file, what stands before each line
	examples "$1" "$2" >"$out/examples"
	while read -r line; do
		example=${line#?}
		case $example in
		*' -h '* | *' -G '*) continue ;;
		esac
		run "$example"
		[ $? = "${line%"$example"}" ]
		result $? "$1: $(printf '%s' "$example" | tr '\t' ' ')"
	done <"$out/examples"
	: >"$out/text"
	[ -s "$out/examples" ]
	result $? "$1 has examples"
}

check README.md ''
check man/dtrace.1.in '\t'
echo "1..$n"
exit $failed
