char *a; char **b; const char *c; char *const d; const char *const *e;
int f[2][3]; int *g[4]; int (*h)[4]; int (*i)(int, char *); int (*j[2])(void);
void (*signal(int, void (*)(int)))(int); int k(int, ...); int l();
char *(*(*m)(char *(*)[5]))[6];
unsigned n; short int o; long unsigned int p; long long q; signed char r; char unsigned s; long double t;
const volatile int u; _Bool v; struct s *w, x; enum e y;
int z(const char *restrict, int named, struct s *[2], int (int));
