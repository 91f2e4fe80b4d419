BEGIN { r = rand(); printf("%d\n", r == r); exit(0); }
