of all firings:
	test:::many { @ = count(); }
= 5
by keys:
	test:::many { @[arg0 == 10] = count(); @two["x", tid] = count(); }
= 0, 3, 1, 2, "x", 4001, 1, "x", 4002, 1, "x", 4003, 1, "x", 4004, 1, "x", 4005, 1
several times in a clause:
	BEGIN { @a = count(); @a = count(); @b[1] = count(); @b[2] = count(); @b[1] = count(); }
= 2, 1, 2, 2, 1
none:
	test:::many /0/ { @ = count(); }
= nothing
where a clause faults, what it did before counts:
	BEGIN { zero = 0; @a = count(); x = 1 / zero; @a = count(); }
= DIVZERO, 1
