test:::typed { printf("%d\n", arg9); }
