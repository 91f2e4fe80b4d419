sizeof (walltimestamp) = 8
timestamp <= walltimestamp = 1

in a site:
	test:::first { trace(walltimestamp - timestamp); }
= 0
