test:::registers { printf("%d\n", arg5); }
