# arg0 to arg9 as 64-bit integers; where they lie is in arguments.d.
sizeof (arg0) = 8
arg0 = 0
arg9 = 0

in a site:
	test:::registers { trace(arg0); trace(arg9); trace(arg0 + arg9 - arg9 == arg0); }
= -9114578090645354616, 0x80000001, 1
they cannot be assigned:
	test:::registers { arg0 = 1; }
= D_OP_WRITE
