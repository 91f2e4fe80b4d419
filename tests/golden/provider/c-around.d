#include <stdio.h>
// a line comment, it's fine
/* and another one */
typedef struct ctx ctx_t;
struct ctx { int fd; char name[16]; };
int global = 3, other[2] = { 1, 2 };
int main(int argc, char **argv) { printf("hello { %d\n", argc); return 0; }
static inline int f(void) { if (1) { return ';'; } else { return '}'; } }
#define provider_of(x) ((x)->provider)
garbage ! here ( unbalanced "string
{ { {
provider app { // the provider
	// with comments
	probe start(ctx_t *c, int argc) // and no semicolon
	probe stop(ctx_t *c);
}
more garbage ) } struct provider ignored ;
provider late { probe x(); };
