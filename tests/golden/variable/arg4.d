test:::registers { printf("%d\n", arg4); }
