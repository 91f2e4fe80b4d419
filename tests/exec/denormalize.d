# The consumer does it: tests/unit/builtins/aggs_test.c.
it is recorded:
	BEGIN { @a = sum(10); normalize(@a, 5); denormalize(@a); }
= 5, 10
