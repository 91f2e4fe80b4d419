cpu >= 0 = 1
sizeof (cpu) = 4

in a site:
	test:::first { trace(cpu); }
= 1
