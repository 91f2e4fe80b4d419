#!/usr/sbin/dtrace -q -s
#pragma D option aggsortpos=1
BEGIN
{
	@a["x"] = sum(1); @a["y"] = sum(2);
	@b["x"] = sum(9); @b["y"] = sum(3); @b["z"] = sum(1);
	printa("%s %@d %@d\n", @a, @b);
	exit(0);
}
END { trunc(@a); trunc(@b); }
