ustackdepth = 0
in a site:
	test:::first { trace(ustackdepth); trace(ustackdepth == stackdepth); }
= 3, 1
