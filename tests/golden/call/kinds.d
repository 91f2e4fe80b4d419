/* One argument of every kind; tests/gen/kinds.d is compiled too. */
typedef unsigned short port_t;
typedef struct point { int x, y; } point_t;
enum color { RED, GREEN, BLUE };
enum level { LOW = -1, HIGH };

provider kinds {
	probe none();
	probe ints(char a, signed char b, unsigned char c, short d, unsigned short e, int f, unsigned g,
		long h, unsigned long i, long long j, unsigned long long k, bool l);
	probe names(int8_t a, uint8_t b, int16_t c, uint16_t d, int32_t e, uint32_t f, int64_t g,
		uint64_t h, size_t i, intptr_t j, port_t k, uint_t l);
	probe pointers(char *a, const void *b, int **c, char d[16], string e, int (*f)(int, char),
		struct nobody *g, point_t *h);
	probe floats(float a, double b);
	probe enums(enum color a, enum level b, enum nobody c);
	probe others(unknown_t a, unknown_t b, unknown_t c, unknown_t d);
	probe record(point_t p, point_t q);
	probe many(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, long l);
};
