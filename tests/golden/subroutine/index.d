BEGIN { printf("%d %d %d\n", index("banana", "an"), index("banana", "an", 2), index("banana", "x")); exit(0); }
