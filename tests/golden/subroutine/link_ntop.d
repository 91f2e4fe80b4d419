BEGIN { p = (char *)alloca(6); p[0] = 10; p[5] = 1; printf("%s\n", link_ntop(1, p)); exit(0); }
