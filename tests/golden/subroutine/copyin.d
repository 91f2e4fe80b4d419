test:::registers { printf("%x\n", *(uint32_t *)copyin(0x10000020, 4)); }
