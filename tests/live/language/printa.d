#!/usr/sbin/dtrace -q -s
BEGIN
{
	@a["x"] = sum(3); @a["y"] = sum(1); @a["z"] = sum(2);
	@b["x"] = sum(30); @b["y"] = sum(10);
	printa(@a);
	printa("%s=%@d\n", @a);
	printa("[%-4s] %@5d %@x\n", @a, @b);
	normalize(@b, 10);
	printa("normal %s %@d\n", @b);
	denormalize(@b);
	printa("plain %s %@d\n", @b);
	trunc(@a, 2);
	printa("top %s %@d\n", @a);
	trunc(@a, -1);
	printa("bottom %s %@d\n", @a);
	clear(@b);
	printa("clear %s %@d\n", @b);
	trunc(@b);
	printa("gone %s %@d\n", @b);
	@c = count();
	printa("%@d and %@d\n", @c);
	@left["printed at the end"] = count();
	exit(0);
}
