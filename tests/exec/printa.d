# That it is recorded; what it prints is in tests/unit/builtins.
an aggregation:
	test:::first { @a[1] = sum(5); printa(@a); printa("%d %@d\n", @a); }
= 1, 5
one that is never filled:
	BEGIN { printa(@b); }
= D_AGG_NULL
no aggregation:
	BEGIN { printa("%d", 5); }
= D_PROTO_ARG
