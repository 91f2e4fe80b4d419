#!/usr/sbin/dtrace -q -x agghist -s
BEGIN
{
	@["one", 1] = sum(1); @["two", 2] = sum(2); @["a key that is longer than others", 3] = sum(5);
	@signed["up"] = sum(3); @signed["down"] = sum(-3);
	exit(0);
}
