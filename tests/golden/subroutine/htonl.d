BEGIN { printf("%x\n", htonl(0x01020304)); exit(0); }
