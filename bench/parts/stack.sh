# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Stacks: a hit that adds to @[ustack()], by tables and by frame pointers.

# One sample: what a hit of stack took while it was traced.
sample_stack() # name, command
{
	sample=$1
	shift
	"$@" >"$work/out" 2>&1 || die "failed: $(cat "$work/out")"
	sed -n "s/.*took /$sample /p" "$work/out" >>"$work/stack"
}

measure_stack()
{
	for form in bare framed; do
		omit=
		[ $form = framed ] && omit=no-
		${CC:-cc} -O2 -f${omit}omit-frame-pointer -I"$srcdir/../sdk/include" \
			"$srcdir/stack.c" -o "$work/$form" || die "cannot compile stack.c"
	done
	count='stack$target:::hit { @ = count(); }'
	stacks='stack$target:::hit { @[ustack(40)] = count(); } END { trunc(@, 0); }'
	for _ in $(seq $((5 * ROUNDS))); do
		for depth in 4 24; do
			run="$depth 100000"
			sample_stack tables$depth "$dtrace" -q -n "$stacks" -c "$work/bare $run"
			sample_stack framed$depth "$dtrace" -q -n "$stacks" -c "$work/framed $run"
			sample_stack pointers$depth "$dtrace" -q -x ustackunwind=0 -n "$stacks" \
				-c "$work/framed $run"
			sample_stack bpftrace$depth bpftrace -c "$work/framed $run" -e "
				usdt:$work/framed:stack:hit { @[ustack(40)] = count(); }
				END { clear(@); }"
			sample_stack count$depth "$dtrace" -q -n "$count" -c "$work/bare $run"
		done
	done
	table stack <<-'END'
		@[ustack()], 8 frames: by tables; frame pointers|tables4|pointers4|1|ns|1.2
		the same, with frame pointers, by tables|framed4|pointers4|1|ns|1.2
		without frame pointers, by tables; bpftrace, with them|tables4|bpftrace4|1|ns|1.2
		28 frames: by tables; frame pointers|tables24|pointers24|1|ns|1.4
		without frame pointers, by tables; bpftrace, with them|tables24|bpftrace24|1|ns|1.4
		one more frame: by tables; frame pointers (20 of them)|tables24-tables4|pointers24-pointers4|20|ns|none
		all but the trap and the count|tables4-count4|pointers4-count4|1|ns|none
	END
}
