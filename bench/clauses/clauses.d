# The clauses whose code is compared with clang's, one a line: its name, which is the section of the
# same meaning in clauses.bpf.c, and the program.
count: test:::typed { @ = count(); }
sum: test:::typed { @ = sum(arg5); }
count_by_number: test:::typed { @[arg5] = count(); }
count_by_string: test:::typed { @[copyinstr(arg0)] = count(); }
count_by_name: test:::typed { @[execname] = count(); }
avg_by_two: test:::typed { @[tid, arg3] = avg(arg5); }
max_by_number: test:::typed { @[arg3] = max(arg5); }
quantize: test:::typed { @ = quantize(arg5); }
lquantize: test:::typed { @ = lquantize(arg5 >> 20, 0, 1000, 10); }
quantize_by_name: test:::typed { @[probename] = quantize(arg5); }
latency: test:::typed { self->ts = timestamp; } test:::registers /self->ts/ { @ = quantize(timestamp - self->ts); self->ts = 0; }
print_numbers: test:::typed { printf("%d %d\n", arg5, arg3); }
print_string: test:::typed { printf("%s %d\n", copyinstr(arg0), arg3); }
string_predicate: test:::typed /copyinstr(arg0) == "hello, world"/ { @ = count(); }
name_predicate: test:::typed /execname == "traced"/ { @ = count(); }
false_predicate: test:::typed /arg5 == 12345/ { printf("%s %d\n", copyinstr(arg0), arg3); }
global: test:::typed { n++; }
array: test:::typed { seen[pid, arg3] = arg5; }
array_sum: test:::typed { total[arg3] += arg5; }
arithmetic: test:::typed { this->a = arg5 * 3 + arg3 / 16; this->b = this->a - (arg3 & 255); @ = sum(this->b + (this->a >> 4)); }
ternary: test:::typed { @[arg5 < 10 ? 0 : arg5 < 100 ? 1 : arg5 < 1000 ? 2 : 3] = count(); }
member: struct point { int x, y; short list[4]; }; test:::typed { @ = sum(((struct point *)arg4)->y); }
join: test:::typed { @[strjoin(copyinstr(arg0), "!")] = count(); }
stack: test:::typed { @[ustack(8)] = count(); }
clauses: test:::typed { @a = count(); } test:::typed /arg5 > 7/ { @b = sum(arg5); } test:::typed { n++; } test:::typed /n > 100000/ { printf("%d", n); }
speculate: self uint64_t s; test:::typed { self->s = self->s ? self->s : speculation(); } test:::typed /self->s/ { speculate(self->s); printf("%d", arg5); }
