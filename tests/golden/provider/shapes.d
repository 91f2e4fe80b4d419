/* Parameters of every shape. */
struct known { int a; };
provider shapes {
	probe none();
	probe voided(void);
	probe arrays(int a[], char b[10], struct known *c[2], int d[2][3]);
	probe functions(int (*fn)(int, char *), void (*)(void), int plain(int), callback_t cb);
	probe byvalue(struct known k, struct unknown u, union nothing n, enum color c, struct known);
	probe words(unsigned, unsigned c, long long int l, signed char s, long unsigned, short);
	probe qualified(const char *const a, volatile int *b, char * restrict c, const
		/* comment */ struct   known	*   d /* more */);
	probe names(char *self, int this, void *probe, int provider, char *string, int inline, struct known *xlate);
	probe opaque(foo_t, foo_t *x, const foo_t **y, foo_t z[]);
	probe attributes(int x __attribute__((unused)), void *y);
	probe pthread(pthread_t *thread, size_t len, uint64_t stamp, bool flag, FILE *f);
	probe return(int);
	probe string(char *);
	probe probe(int probe);
	probe odd(int x y, char *ok, a b c, (*), 5);
	probe ___a__b_c(int _);
};
