test:::registers { p = (char *)alloca(8); copyinto(0x10000000, 5, p); p[5] = 0; printf("%s\n", stringof(p)); }
