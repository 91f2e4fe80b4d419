caller = 0
in a site:
	test:::first { trace(caller); }
= 0xffffffff81000010
