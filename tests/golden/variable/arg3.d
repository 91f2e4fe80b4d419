test:::registers { printf("%d\n", arg3); }
