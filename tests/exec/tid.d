tid > 0 = 1
sizeof (tid) = 4

each site in its thread:
	test:::many { trace(tid); }
= 4001, 4002, 4003, 4004, 4005
