#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Shows the demo: the program alone, then under dtrace with each of the scripts beside this file.
# It ends by itself after a few seconds. $DTRACE and $DEMO name the programs.

here=$(dirname "$0")
dtrace=${DTRACE:-dtrace}
demo=${DEMO:-$here/demo}

show() # script, arguments of the demo
{
	script=$here/$1.d
	shift
	echo
	echo "\$ dtrace -q -s $(basename "$script") -c 'demo $*'"
	timeout 30 "$dtrace" -q -s "$script" -c "$demo $*"
}

echo "\$ demo -t 2 -n 100"
"$demo" -t 2 -n 100 || exit
show events -t 2 -n 50 -r 100 &&
	show customers -t 4 -n 10000 &&
	show waiting -t 2 -n 10000
