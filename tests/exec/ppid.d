in a site:
	test:::first { trace(ppid); }
= 77
