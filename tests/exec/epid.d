epid = 1

each enabling has its number:
	BEGIN { trace(epid); }
	test:::first { trace(epid); }
	test:::second, test:::first { trace(epid); }
= 1, 2, 3, 4
