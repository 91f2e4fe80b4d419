# The consumer does it: tests/unit/builtins/aggs_test.c.
it is recorded, and the values are left to the consumer:
	BEGIN { @a[1] = sum(5); clear(@a); }
= 1, 5
no aggregation:
	BEGIN { clear(5); }
= D_PROTO_ARG
