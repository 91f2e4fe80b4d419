BEGIN { printf("%d\n", id); }
