test:::registers { printf("%d\n", arg0); }
