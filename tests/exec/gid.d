sizeof (gid) = 4

in a site:
	test:::first { trace(gid); }
= 1001
