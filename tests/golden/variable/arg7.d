test:::registers { printf("%d\n", arg7); }
