#pragma D option destructive
test:::first { p = (int *)alloca(4); *p = 0x21646c; copyout(p, 0x10000000, 4); printf("%s\n", copyinstr(0x10000000)); }
