sizeof (uid) = 4

in a site:
	test:::first { trace(uid); }
= 1000
