BEGIN { printf("%x\n", ntohll(0x0102030405060708)); exit(0); }
