BEGIN { p = (char *)alloca(4); p[0] = 'a'; p[3] = 'd'; tracemem(p, 4); exit(0); }
