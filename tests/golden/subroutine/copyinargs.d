test:::first { printf("%s\n", copyinargs(0x10000080, 9)); }
