BEGIN { printf("%x\n", htons(0x0102)); exit(0); }
