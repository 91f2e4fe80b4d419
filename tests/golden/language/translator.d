struct in { int a; char n[4]; };
typedef struct out { int b; string name; } out_t;
translator out_t < struct in *p > { b = p->a * 2; name = stringof(p->n); };
BEGIN { i = (struct in *)alloca(8); i->a = 4; i->n[0] = 'n'; printf("%d %s\n", xlate <out_t *> (i)->b, xlate <out_t *> (i)->name); exit(0); }
