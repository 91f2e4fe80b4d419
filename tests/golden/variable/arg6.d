test:::registers { printf("%d\n", arg6); }
