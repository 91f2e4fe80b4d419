BEGIN { @ = stddev(2); @ = stddev(4); @ = stddev(4); @ = stddev(6); exit(0); }
