stackdepth = 0
in a site:
	test:::first /stackdepth > 2/ { trace(stackdepth); }
= 3
