# Arguments in every kind of place. tests/lib/probes.c says where they are, tests/lib/traced.c what is
# there.

registers of every width:
	test:::registers { trace((uint64_t)arg0); trace(arg1); trace(arg2); trace(arg3); }
	test:::registers { trace(arg4); trace(arg5); trace(arg6); trace(arg7); trace(arg8); trace(arg9); }
= 0x8182838485868788, -9114578090645354616, 0x85868788, -2054781048, 0x8788, -30840, 0x88, -120, 0x87, 0x80000001
memory of the traced thread:
	test:::memory { trace((uint64_t)arg0); trace(arg1); trace(arg2); trace(arg3); trace(arg4); trace(arg5); }
= 0x8877665544332211, -2005440939, -30601, 0x88, 0x44332211, 0x10000000
constants:
	test:::memory { trace(arg6); trace(arg7); }
= -5, 4294967291
memory that cannot be read is a fault where it is used:
	test:::memory { trace(1); trace(arg8); }
	test:::memory { trace(2); }
= BADADDR(24), 2
so is an argument that is nowhere:
	test:::memory { trace(arg9); }
	test:::memory { trace(3); }
= ILLOP, 3
arguments that a probe does not have are 0:
	test:::first { trace(arg0); trace(arg9); }
= 0, 0
types of arguments:
	test:::typed { trace(stringof(args[0])); trace(args[1]); trace(args[2]); trace(args[3]); }
= "hello, world", "hello, world", -2147483647, 136
pointers in arguments:
	test:::typed { trace(*args[4]); trace(args[4][1]); trace(*(args[4] + 1)); trace(*args[0]); }
= 4294967293, 4, 4, 104
arithmetic with a pointer:
	test:::typed { trace((uintptr_t)(args[0] + 3)); trace((uintptr_t)(args[4] + 3)); trace(&args[4][2] - args[4]); }
= 0x10000003, 0x1000003c, 2
the sites of one probe have their own ways:
	test:::many { trace(arg0); }
= 10, 0x88, -8613303245920329199, 10, 99
and an argument that is the same in most:
	test:::many { trace(arg1); }
= 7, 7, 7, 7, 0
arguments in predicates:
	test:::many /arg0 == 10/ { trace(arg0); }
= 10, 10
several probes of one clause:
	test:::many, test:::registers { trace(arg1); }
= 7, 7, 7, 7, 0, -9114578090645354616
what a probe is called:
	test:::first, test:::second { trace(probeprov); trace(probemod); trace(probefunc); trace(probename); }
= "test", "prog", "main", "first", "test", "prog", "main", "second"
names compare:
	test:::first, test:::second /probename == "second"/ { trace(probename); }
	test:::first, test:::second { trace(probename > "first"); trace(strlen(probename)); }
= 0, 5, "second", 1, 6
globs enable all probes that match:
	test:::*d { trace(probename); }
= "typed", "second", "third"
