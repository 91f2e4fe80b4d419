BEGIN { printf("%x\n", ntohl(0x01020304)); exit(0); }
