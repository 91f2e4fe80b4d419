/* The probes of readers.c. */
struct point;
provider readers {
	probe chars(signed char a, unsigned char b);
	probe shorts(short a, unsigned short b);
	probe ints(int a, unsigned int b);
	probe longs(long a, unsigned long b);
	probe pointers(const char *a, struct point *b);
	probe constants(int a, int b, long c, unsigned int d);
	probe members(int a, int b);
	probe global(int a);
	probe expressions(int a, int b);
	probe many(int a, unsigned int b, long c, unsigned long d, const char *e, int f, int g, int h);
};
