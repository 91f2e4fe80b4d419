the mean:
	BEGIN { @ = avg(1); @ = avg(2); @ = avg(6); @n = avg(-1); @n = avg(-4); @k["x"] = avg(7); }
= 3, -2, "x", 7
