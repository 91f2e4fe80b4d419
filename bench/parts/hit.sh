# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# A hit: what the traced thread pays for it, program by program, with all tracers attached at once.

start_byhand()
{
	arch=$(uname -m | sed "s/x86_64/x86/; s/aarch64/arm64/")
	"$CLANG" -O2 -g -target bpf -D"__TARGET_ARCH_$arch" \
		-I"/usr/include/$(uname -m)-linux-gnu" \
		-c "$srcdir/byhand.bpf.c" -o "$work/byhand.bpf.o"
	mkfifo "$work/end"
	"$bench/byhand" "$work/byhand.bpf.o" "$bench/target" <"$work/end" >"$work/byhand" &
	byhand_pid=$!
	exec 4>"$work/end"
}

start_dtrace()
{
	"$dtrace" -q -p "$target" -n '
		BEGIN { printf("ready\n"); }
		bench$target:::count_dtrace { @count = count(); }
		pid$target:a.out:hit_function_dtrace:entry { @function = count(); }
		pid$target:a.out:hit_return_dtrace:return { @return = count(); }
		pid$target:a.out:hit_step_dtrace:1 { @step = count(); }
		bench$target:::key_dtrace { @key[arg0] = count(); }
		bench$target:::string_dtrace { @string[copyinstr(arg2)] = count(); }
		bench$target:::quantize_dtrace { @quantize = quantize(arg1); }
		bench$target:::record_dtrace { printf("record_dtrace %d %d\n", arg0, arg1); }
		bench$target:::nothing_dtrace { this->x = 1; }
		bench$target:::sum_dtrace { @sum[arg0, pid] = sum(arg1); }
		bench$target:::stack_dtrace { @stack[ustack()] = count(); }
		bench$target:::pair_dtrace_begin { self->t = timestamp; }
		bench$target:::pair_dtrace_end /self->t/ {
			@pair = quantize(timestamp - self->t); self->t = 0; }
		END {
			printa("count_dtrace %@d\n", @count);
			printa("function_dtrace %@d\n", @function);
			printa("return_dtrace %@d\n", @return);
			printa("step_dtrace %@d\n", @step);
			printa("key_dtrace %@d\n", @key);
			printa("string_dtrace %@d\n", @string);
		}' >"$work/dtrace" 2>"$work/dtrace.err" &
	dtrace_pid=$!
}

start_bpftrace()
{
	u=usdt:$bench/target:bench
	bpftrace -e "BEGIN { printf(\"ready\n\"); }
		$u:count_bpftrace { @ = count(); }
		$u:nothing_bpftrace { \$x = 1; }
		$u:key_bpftrace { @key[arg0] = count(); }
		$u:string_bpftrace { @string[str(arg2)] = count(); }
		$u:quantize_bpftrace { @quantize = hist(arg1); }
		$u:record_bpftrace { printf(\"record %d %d\n\", arg0, arg1); }
		$u:sum_bpftrace { @sum[arg0, pid] = sum(arg1); }
		$u:stack_bpftrace { @stack[ustack()] = count(); }
		$u:pair_bpftrace_begin { @t[tid] = nsecs; }
		$u:pair_bpftrace_end /@t[tid]/ {
			@pair = hist(nsecs - @t[tid]); delete(@t[tid]); }" \
		>"$work/bpftrace" 2>"$work/bpftrace.err" &
	bpftrace_pid=$!
}

# Hand-written programs, dtrace and bpftrace, all at once, each at its own probes.
start_tracers()
{
	start_byhand
	start_dtrace
	start_bpftrace
	for tracer in byhand dtrace bpftrace; do
		await ready "$tracer" "$(eval echo \$${tracer}_pid)"
	done
}

stop_tracers()
{
	exec 4>&-
	stop "$dtrace_pid" || :
	stop "$bpftrace_pid" || :
	wait "$byhand_pid" || :
}

# Each tracer must have seen each hit: the last words of the lines that match add up to them.
check_count()
{
	seen=$("$AWK" "/$2/ { sum += \$NF } END { printf \"%d\", sum }" "$work/$1")
	[ "$seen" -eq "$hits" ] || die "$1: $seen of $hits hits at '$2'"
}

check_counts()
{
	for what in count return step key string; do
		check_count byhand ${what}_hand
		check_count dtrace ${what}_dtrace
	done
	check_count byhand quantize_hand
	check_count dtrace function_dtrace
	check_count bpftrace '^@: '
	check_count bpftrace "^@key"
	check_count bpftrace "^@string"
}

# Bytes after the verifier's rewriting and of machine code, instructions that the verifier walked.
print_programs()
{
	echo
	echo '| program | dtrace: xlated, jited, verified | by hand |'
	echo '|---|---|---|'
	"$bench/progs" | "$AWK" '
		{ size[$1] = $2 ", " $3 ", " $4 }
		END {
			n = split("count key string quantize record", names, " ")
			for (i = 1; i <= n; i++)
				printf "| %s | %s | %s |\n", names[i],
					size[names[i] "_dtrace"], size[names[i] "_hand"]
		}'
}

measure_hit()
{
	start_target
	rounds=$((600 * ROUNDS)) batch=2000
	hits=$((rounds * batch))
	start_tracers
	print_programs
	echo "rounds $rounds $batch" >&3
	await done target
	stop_tracers
	check_counts
	"$AWK" 'NF == 2' "$work/target" >"$work/hits"
	table hits <<-'END'
		a hit of count()|count_dtrace|count_hand|1|ns|1.05
		a hit of count(), at a function|function_dtrace|count_hand|1|ns|1.05
		a return of count()|return_dtrace|return_hand|1|ns|1.05
		a hit of count(), single-stepped|step_dtrace|step_hand|1|ns|1.05
		a hit of @[arg0] = count()|key_dtrace|key_hand|1|ns|1.05
		a hit of @[copyinstr(arg2)] = count()|string_dtrace|string_hand|1|ns|
		a hit of quantize(arg1)|quantize_dtrace|quantize_hand|1|ns|1.1
		a hit of printf() of two numbers|record_dtrace|record_hand|1|ns|
		a hit of count(); bpftrace's|count_dtrace|count_bpftrace|1|ns|
		nothing; bpftrace's|nothing_dtrace|nothing_bpftrace|1|ns|
		@[arg0] = count(); bpftrace's|key_dtrace|key_bpftrace|1|ns|
		@[copyinstr(arg2)] = count(); bpftrace's|string_dtrace|string_bpftrace|1|ns|
		quantize(arg1); bpftrace's|quantize_dtrace|quantize_bpftrace|1|ns|
		@[arg0, pid] = sum(arg1); bpftrace's|sum_dtrace|sum_bpftrace|1|ns|
		@[ustack()] = count(); bpftrace's|stack_dtrace|stack_bpftrace|1|ns|
		latency of a pair of probes; bpftrace's|pair_dtrace|pair_bpftrace|1|ns|
		printf() of two numbers; bpftrace's|record_dtrace|record_bpftrace|1|ns|
		without the trap: count()|count_dtrace-empty_hand|count_hand-empty_hand|1|ns|none
		by number|key_dtrace-empty_hand|key_hand-empty_hand|1|ns|none
		by string|string_dtrace-empty_hand|string_hand-empty_hand|1|ns|none
		quantize()|quantize_dtrace-empty_hand|quantize_hand-empty_hand|1|ns|none
		printf()|record_dtrace-empty_hand|record_hand-empty_hand|1|ns|none
	END
}
