struct pair { int x; short y[2]; };
BEGIN { p = (struct pair *)alloca(8); p->x = 1; p->y[1] = -2; print(*p); exit(0); }
