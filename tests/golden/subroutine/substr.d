BEGIN { printf("%s|%s|%s\n", substr("banana", 2), substr("banana", 1, 3), substr("banana", -2)); exit(0); }
