#!/usr/sbin/dtrace -q -s
BEGIN { t = timestamp; w = walltimestamp; v = vtimestamp; }
tick-100ms
{
	printf("%d %d %d\n", timestamp - t >= 90000000 && timestamp - t < 1000000000,
	    walltimestamp - w >= 90000000 && walltimestamp - w < 1000000000,
	    walltimestamp > 1700000000000000000);
	exit(0);
}
