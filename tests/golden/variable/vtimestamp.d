BEGIN { printf("%d\n", vtimestamp >= 0); }
