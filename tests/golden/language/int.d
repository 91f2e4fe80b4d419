BEGIN { printf("%d %d %d %d %u\n", 10, 0x1f, 017, 'a', 18446744073709551615); exit(0); }
