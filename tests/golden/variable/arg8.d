test:::typed { printf("%d\n", arg8); }
