BEGIN { printf("%d\n", stackdepth); }
