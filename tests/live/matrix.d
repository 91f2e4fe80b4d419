provider calls {
	probe args(int a, const char *s, double d, unsigned char c, signed char sc, short h,
		long l, unsigned m, int k);
	probe more(some_t any, struct pair pair, float f, void (*fn)(int, int), bool b);
	probe tail(int a, int b, int c, int d, int e, int f, int g, long h);
	probe cond(int a);
	probe shared__code(int a, unsigned short b);
	probe tested(int a);
	probe none();
};
