# The consumer does it: tests/unit/builtins/aggs_test.c.
it is recorded with how many are left:
	BEGIN { @a[1] = sum(5); trunc(@a); trunc(@a, 3); n = -2; trunc(@a, n); }
= 3, -2, 1, 5
