BEGIN { p = (int *)alloca(8); *p = 3; p[1] = 4; printf("%d\n", *p * p[1]); exit(0); }
