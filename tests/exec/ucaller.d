ucaller = 0
in a site:
	test:::first { trace(ucaller); usym(ucaller); }
= 0x10000010, {a0 0f 00 00 00 00 00 00 10 00 00 10 00 00 00 00}
