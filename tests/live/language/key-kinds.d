#!/usr/sbin/dtrace -q -s
BEGIN
{
	@[(char)-1, 'x', 65535, "s", -5LL] = count();
	@u[(uint8_t)200, 3000000000u] = count();
	@probe[probename, probeprov] = count();
	exit(0);
}
