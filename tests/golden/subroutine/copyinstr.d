test:::registers { printf("%s|%s\n", copyinstr(0x10000000), copyinstr(0x10000000, 5)); }
