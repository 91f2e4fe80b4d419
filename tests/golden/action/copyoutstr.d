#pragma D option destructive
test:::first { copyoutstr("bye", 0x10000000, 4); printf("%s\n", copyinstr(0x10000000)); }
