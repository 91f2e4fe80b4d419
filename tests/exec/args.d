with the types that the probe says:
	test:::typed { trace(args[2]); trace(args[3]); trace(sizeof (args[3])); trace(args[1] == "hello, world"); }
= -2147483647, 136, 1, 1
a type that was not said:
	test:::registers { trace(args[0]); }
= D_ARGS_NONE
beyond the last:
	test:::typed { trace(args[6]); }
= D_ARGS_NONE
