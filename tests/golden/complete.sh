#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Is all of the language tested? Whatever stands in its tables has a case that works and one that is
# refused, named as it is, so that a listing of the folders reads as the specification:
#
#	variable/pid.d, variable/err.D_OP_WRITE.pid.d		variables, subroutines, actions,
#								aggregations
#	refused/err.D_UNSUPPORTED.panic.d			what is never possible
#	language/cast.d, language/err.D_CAST_INVAL.cast.d	kinds of nodes (node.def)
#	option/err.D_OPTION.strsize.d				options
#	parse/err.D_SYNTAX.tokens.*.d, lex/			tokens
#	*/err.TAG.*.d						tags (diag.def)
#
# What only a running session shows works in tests/live, in folders of the same names. A tag that no
# text in D can have is in the source of another test.
names=$(cd "${top_builddir:-.}" && pwd)/tests/run/names
cd "${top_srcdir:-.}/tests/golden" || exit 1
if [ ! -x "$names" ]; then
	echo "1..0 # SKIP built without the runtime"
	exit 77
fi

exists() # pattern
{
	for file in $1; do
		[ ! -e "$file" ] || return 0
	done
	return 1
}

complain() # text
{
	echo "# $1"
	bad=$((bad + 1))
}

builtin() # kind, name
{
	exists "refused/err.*.$2.d" && return
	exists "$1/$2.d" || exists "../live/$1/$2.d" || complain "$1 $2: no $1/$2.d"
	exists "$1/err.*.$2.d" || complain "$1 $2: no $1/err.TAG.$2.d"
}

token() # spelling
{
	grep -qF " $1 '" lex/*.out || complain "token $1: not in lex/"
	case $1 in
	[\(\)\[\]\{\}\;]) ;;
	*) grep -qF "x = $1 $1;" parse/err.D_SYNTAX.tokens.*.d ||
		complain "token $1: not in parse/err.D_SYNTAX.tokens.*.d" ;;
	esac
}

# A mistake of our own is not to be had, errors of usage come before tags are asked for, and what
# draws pictures shows none.
tag() # name
{
	case $1 in
	D_INTERNAL | D_JSON | D_USAGE) return ;;
	esac
	exists "*/err.$1.*.d" || grep -q "\[$1\]" */*.out || grep -rqw "$1" ../unit ../live ../gen ||
		complain "tag $1: no err.$1.*.d, nor in another test"
}

check() # kind, name
{
	case $1 in
	token) token "$2" ;;
	tag) tag "$2" ;;
	node) builtin language "$2" ;;
	refused-option) exists "option/err.*.$2.d" || complain "no option/err.TAG.$2.d" ;;
	*) builtin "$1" "$2" ;;
	esac
}

n=0
failed=0
echo 1..8
for kind in variable subroutine action aggregation option node token tag; do
	bad=0
	list=$("$names" | sed -n "s/^$kind //p; s/^refused-$kind /-/p")
	set -f
	for name in $list; do
		set +f
		case $name in
		-?*) [ $kind = option ] && check refused-option "${name#-}" || check $kind "$name" ;;
		*) check $kind "$name" ;;
		esac
	done
	set +f
	n=$((n + 1))
	[ $bad -eq 0 ] && echo "ok $n - each $kind" || { echo "not ok $n - each $kind"; failed=1; }
done
exit $failed
