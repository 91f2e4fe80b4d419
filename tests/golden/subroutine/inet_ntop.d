BEGIN { p = (ipaddr_t *)alloca(4); *p = htonl(0x0a000001); printf("%s\n", inet_ntop(2, p)); exit(0); }
