BEGIN { printf("%d\n", speculation() != 0); exit(0); }
