provider test { probe registers(int a); probe memory(int a); };
test:::registers, test:::memory { printf("%d\n", args[0]); }
