struct pair { int x; short y; };
BEGIN { p = (struct pair *)alloca(8); p->x = 1; (*p).y = 2; printf("%d %d\n", (*p).x, p->y); exit(0); }
