test:::typed { printf("%s %s %d\n", copyinstr((uintptr_t)args[0]), args[1], args[2]); }
