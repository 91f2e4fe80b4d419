BEGIN { printf("%x\n", ntohs(0x0102)); exit(0); }
