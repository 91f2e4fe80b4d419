test:::registers { printf("%d\n", arg2); }
