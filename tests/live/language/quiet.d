#!/usr/sbin/dtrace -q -s
/* No header, no columns, no padding. */
BEGIN { trace(1); trace("abc"); trace(-1); trace('A'); }
BEGIN { printf("|%d|\n", 2); exit(0); }
END { @["k"] = sum(3); }
