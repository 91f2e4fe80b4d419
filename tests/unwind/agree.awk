# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Holds the stacks that dtrace printed (the first file) against those of gdb (the second), one by
# one and frame by frame. The innermost frame is left out: gdb stops an instruction later. A frame
# has a name in one or in both, or else its address. gdb shows what was inlined as a frame of its
# own, with the same stack pointer; dtrace does not.
#
#	stacks, those that reach the outermost frame, frames with names, those of them that agree
#
# The outermost one is where a thread begins, or, of a fiber, where gdb ends as well.

function add(who, text)
{
	frame[who, n[who], ++len[who, n[who]]] = text
}

FNR == 1 { who++ }
/^@/ {
	n[who]++
	in_names = 0
	n_kept = 0
	n_named = 0
	last_sp = ""
	next
}
who == 1 && NF == 1 && /`|^ +0x/ {
	text = $1
	sub(/^[^`]*`/, "", text)
	if (text !~ /^0x/ && text !~ /\+0x/)
		text = text "+0x0"
	add(1, text)
	next
}
# gdb: "= address stack-pointer" for each frame, then for each frame what its symbol is.
who == 2 && /^= / {
	is_kept[++n_kept] = $3 != last_sp
	address[n_kept] = $2
	last_sp = $3
	next
}
who == 2 && (/ in section / || /^No symbol matches/) {
	if (!is_kept[++n_named])
		next
	if (/^No symbol/) {
		add(2, address[n_named])
		next
	}
	sub(/ in section .*/, "")
	off = 0
	if (match($0, / \+ [0-9]+$/)) {
		off = substr($0, RSTART + 3) + 0
		$0 = substr($0, 1, RSTART - 1)
	}
	add(2, $0 sprintf("+0x%x", off))
}

# The same place under two of its names has one offset.
function agree(a, b)
{
	if (a == b)
		return 1
	sub(/^.*\+/, "", a)
	sub(/^.*\+/, "", b)
	return a == b && a !~ /^0x0$/
}

END {
	stacks = n[1] < n[2] ? n[1] : n[2]
	for (i = 1; i <= stacks; i++) {
		if (frame[1, i, len[1, i]] ~ /^(_start|clone3?)\+/ ||
		    (len[1, i] > 1 && len[1, i] == len[2, i]))
			reached++
		for (j = 2; j <= len[2, i]; j++) {
			if (frame[2, i, j] ~ /^0x/)
				continue
			named++
			if (agree(frame[1, i, j], frame[2, i, j]))
				good++
			else if (shown++ < 10)
				print "# " i ":" j " " frame[1, i, j] " is " \
					frame[2, i, j] >"/dev/stderr"
		}
	}
	print stacks + 0, reached + 0, named + 0, good + 0, n[1] - n[2]
}
