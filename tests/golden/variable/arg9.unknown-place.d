test:::memory { printf("%d\
", arg9); }
