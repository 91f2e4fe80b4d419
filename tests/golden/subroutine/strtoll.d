BEGIN { printf("%d %d %d\n", strtoll("42"), strtoll(" -7x"), strtoll("ff", 16)); exit(0); }
