typedef struct { int a[3]; union { char c; long l; } u; unsigned b : 3; } shape_t;
enum colour { RED = 3, GREEN };
shape_t s;
int table[string, int];
BEGIN { s.a[2] = GREEN; s.u.c = 1; s.b = 7; table["k", 1] = RED; printf("%d %d %d %d\n", s.a[2], s.u.l, s.b, table["k", 1]); exit(0); }
