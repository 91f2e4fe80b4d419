the standard deviation:
	BEGIN { @ = stddev(2); @ = stddev(4); @ = stddev(4); @ = stddev(4); @ = stddev(5); @ = stddev(5); @ = stddev(7); @ = stddev(9); }
= 2
of one value:
	BEGIN { @ = stddev(12345); }
= 0
of large ones:
	BEGIN { @ = stddev(10000000000); @ = stddev(10000000002); }
= 1
