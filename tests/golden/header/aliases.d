typedef int bool;
typedef struct { int a; bool b; } one_t, two_t, *three_t;
struct un { int userland; unknown_t u; int x; };
struct holder { int n; struct un un; };
provider shop {
	probe placed(bool b, one_t *o, two_t *t, three_t h, struct un *u, struct holder *ho);
};
