BEGIN { p = (char *)alloca(3); p[0] = 'o'; p[1] = 'k'; p[2] = 0; printf("%s\n", stringof(p)); exit(0); }
