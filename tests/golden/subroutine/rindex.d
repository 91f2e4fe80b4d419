BEGIN { printf("%d %d %d\n", rindex("banana", "an"), rindex("banana", "an", 2), rindex("banana", "x")); exit(0); }
