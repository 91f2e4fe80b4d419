BEGIN { p = (ipaddr_t *)alloca(4); *p = htonl(0x7f000001); printf("%s\n", inet_ntoa(p)); exit(0); }
