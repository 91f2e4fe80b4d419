#!/usr/sbin/dtrace -x oformat=json -s
/* Every kind of line: records with each kind of value, aggregations, faults, losses. */
BEGIN { trace(1); trace("x/y"); printf("%s\n%d", "a\"b\xff", -3); trace((uint64_t)-1); }
BEGIN { @a["k", 2] = count(); @a["l", 1] = count(); printa("%s %@d\n", @a); trunc(@a, 1); }
BEGIN { @q = quantize(-5); @l[1] = lquantize(30, 0, 10); @m = max(7); @s = stddev(4); }
BEGIN { trace(*(int *)0x10); }
BEGIN { printa(@q, @q); ustack(); }
ERROR { trace(arg4); trace(1 / (pid - pid)); }
BEGIN {}
BEGIN { @j["k"] = sum(5); @i["m"] = min(-2); printa(@j, @i); uaddr(0x10); }
BEGIN { exit(3); }
END { normalize(@m, 2); printa(@m); }
