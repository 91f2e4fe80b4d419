BEGIN { a[1, "two"] = 3; p = (int *)alloca(8); p[1] = 4; printf("%d %d\n", a[1, "two"], p[1]); exit(0); }
