id = 1

each probe has its number:
	test:::first { trace(id > 0); a = id; }
	test:::second { trace(id - a); }
	test:::first, test:::third { trace(id - a); }
= 1, 0, 1, 2
