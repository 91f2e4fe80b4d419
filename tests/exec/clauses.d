# Predicates, several clauses, if and else, faults.

predicates:
	BEGIN /0/ { trace(1); }
	BEGIN /1/ { trace(2); }
	BEGIN { x = 5; }
	BEGIN /x == 5 && x != 4/ { trace(3); }
	BEGIN /x > 5 || x < 5/ { trace(4); }
	BEGIN /!x/ { trace(5); }
	BEGIN /x/ { trace(6); }
= 2, 3, 6
several values of one record:
	BEGIN { trace(1); trace("two"); trace((char)3); }
= 1, "two", 3
no value at all:
	BEGIN { x = 1; }
= nothing
if:
	BEGIN { x = 1; if (x) trace(1); if (!x) trace(2); trace(3); }
= 1, 3
if and else:
	BEGIN { x = 5; if (x > 5) { trace(1); } else { trace(2); trace(3); } }
	BEGIN { if (x == 5) { trace(4); } else { trace(5); } }
= 2, 3, 4
if in if:
	BEGIN { x = 5; if (x) { if (x > 3) { trace(1); if (x > 7) trace(2); else trace(3); } trace(4); } else { trace(5); } }
= 1, 3, 4
else if:
	BEGIN { x = 2; if (x == 1) { trace(1); } else if (x == 2) { trace(2); } else { trace(3); } }
= 2
nothing is recorded if no arm is:
	BEGIN { x = 0; if (x) trace(1); }
= nothing
if changes variables:
	BEGIN { x = 1; if (x) { this->a = 5; x = 7; } else { this->a = 6; } trace(this->a); trace(x); }
= 5, 7
a fault ends its clause only:
	BEGIN { zero = 0; trace(1); trace(1 / zero); trace(2); }
	BEGIN { trace(3); }
= DIVZERO, 3
a fault in a predicate:
	BEGIN { zero = 0; }
	BEGIN /1 / zero/ { trace(1); }
	BEGIN { trace(2); }
= DIVZERO, 2
what was done before a fault stays:
	BEGIN { zero = 0; x = 5; y = 1 / zero; x = 6; }
	BEGIN { trace(x); }
= DIVZERO, 5
ERROR hears of a fault:
	ERROR { trace(arg1); trace(arg2); trace(arg4); trace(arg5); }
	BEGIN { zero = 0; x = 1 / zero; }
	BEGIN { trace(*(int *)8); }
= DIVZERO, 2, 2, 4, 0, BADADDR(8), 3, 1, 1, 8
a fault in ERROR is only counted:
	int zero;
	ERROR { trace(1 / zero); }
	BEGIN { x = 1 / zero; }
	BEGIN { trace(2); }
= DIVZERO, 2
variables in ERROR:
	int zero;
	ERROR { n++; this->x = n; trace(this->x); trace(probename); }
	BEGIN { zero = 0; x = 1 / zero; }
	END { x = 1 / zero; }
= DIVZERO, 1, "ERROR", DIVZERO, 2, "ERROR"
exit ends everything but END:
	BEGIN { trace(1); exit(3); }
	BEGIN { trace(2); }
	test:::first { trace(4); }
	END { trace(5); }
= 1, 3, 5
exit in a probe:
	test:::first { exit(0); }
	test:::second { trace(1); }
	END { trace(2); }
= 0, 2
END is last:
	END { trace(3); }
	test:::first { trace(2); }
	BEGIN { trace(1); }
= 1, 2, 3
inlines and conditions known at once:
	inline int debug = 0;
	inline string who = "me";
	BEGIN { trace(debug ? 1 : 2); trace(who); trace(who == "me"); }
= 2, "me", 1
