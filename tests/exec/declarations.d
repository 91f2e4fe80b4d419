# All that C declares, with the sizes and places that it has there.
prelude:
	typedef int (*cmp_t)(const void *, const void *);
	typedef void (*sig_t)(int);
	sig_t (*signal_p)(int, sig_t);
	struct ops { int (*open)(struct ops *, int flags); void *(*alloc)(size_t n, ...); cmp_t cmp[3]; int (*(*table)[4])(void); };
	typedef struct node { struct node *next, *prev; union { int i; long l; struct { char a, b; } c; } u; unsigned long long big : 33, : 0; signed char sc; } node_t;
	enum color { RED, GREEN = 5, BLUE, LAST = BLUE << 2 };
	typedef enum { ONE = 1, TWO = ONE + 1 } num_t;
	struct arr { int m[2][3]; char name[sizeof(struct node)]; num_t n; enum color c; int flex[]; };
	typedef const volatile unsigned char *const cvp;
	typedef long long int lli; typedef int long unsigned lui; typedef short unsigned int sui; typedef signed s; typedef unsigned u;
	extern int ext[10];
	static const char *const strs[2];
	struct fwd; typedef struct fwd *fwdp; struct fwd { fwdp me; int x; };
	typedef int fn(int); fn *fnp;
	typedef struct { } nothing;
	typedef _Bool bb; typedef double dd; typedef long double ld;
	union uu { struct { unsigned lo:16, hi:16; }; unsigned all; };
	struct outer { struct inner { int q; } in; struct inner *p; };
	self struct node *sn; this int ti[2]; struct node assoc[int, string];

structures, unions and enumerations:
	BEGIN {
		trace(sizeof (struct ops));
		trace(sizeof (node_t));
		trace(offsetof(node_t, sc));
		trace(sizeof (struct arr));
		trace(offsetof(struct arr, flex));
		trace(sizeof (union uu));
		trace(offsetof(struct outer, in.q));
		trace(sizeof (struct inner));
		trace(sizeof (nothing));
	}
= 48, 40, 32, 72, 72, 4, 0, 4, 0
enumerators:
	BEGIN { trace(LAST); trace(TWO); trace(BLUE); }
= 24, 2, 6
words in any order:
	BEGIN { trace(sizeof (cvp)); trace(sizeof (lli)); trace(sizeof (lui)); trace(sizeof (sui)); trace(sizeof (ld)); }
= 8, 8, 8, 2, 16
functions and pointers to them:
	BEGIN {
		trace(sizeof (fnp));
		trace(sizeof (sig_t (*)(int, sig_t)));
		trace(sizeof (int (*[3])(int)));
		trace((int (*)(int))0 == 0);
		trace(sizeof (int (*(*)[2])(void)));
	}
= 8, 8, 24, 1, 8
