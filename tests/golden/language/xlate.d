struct in { int a; };
struct out { int b; };
translator struct out < struct in *p > { b = p->a + 1; };
BEGIN { i = (struct in *)alloca(4); i->a = 41; printf("%d\n", xlate <struct out> (i).b); exit(0); }
