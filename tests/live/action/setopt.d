#!/usr/sbin/dtrace -s
/* Each takes effect for what is printed after it. */
#pragma D option quiet
BEGIN { @["a"] = sum(1); @["b"] = sum(2); }
BEGIN { printa("%s ", @); setopt("aggsortrev"); printa("%s ", @); setopt("aggsortrev", "unset"); printa("%s\n", @); exit(0); }
END { trunc(@); }
