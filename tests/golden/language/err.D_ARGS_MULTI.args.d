provider test { probe registers(int a); probe memory(char *a); };
test:::registers, test:::memory { trace(args[0]); }
