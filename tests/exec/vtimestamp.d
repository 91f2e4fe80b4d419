sizeof (vtimestamp) = 8

it goes on while the thread runs:
	test:::first { self->t = vtimestamp; }
	test:::second { trace(vtimestamp > self->t); }
= 1
