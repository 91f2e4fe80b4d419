test:::registers { printf("%x\n", arg1); }
