BEGIN { x = -1; printf("%d %u %d\n", (char)511, (uint8_t)x, (int)0x100000002); exit(0); }
