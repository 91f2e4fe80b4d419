BEGIN { printf("%x\n", htonll(0x0102030405060708)); exit(0); }
