# The consumer does it: tests/unit/builtins/aggs_test.c.
it is recorded with the divisor:
	BEGIN { @a = sum(10); normalize(@a, 5); n = 2; normalize(@a, n); }
= 5, 2, 10
