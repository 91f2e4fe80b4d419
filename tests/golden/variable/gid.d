BEGIN { printf("%d\n", gid); }
