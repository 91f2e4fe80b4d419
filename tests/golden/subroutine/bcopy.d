BEGIN { s = (char *)alloca(4); d = (char *)alloca(4); s[1] = 'x'; bcopy(s, d, 4); printf("%c\n", d[1]); exit(0); }
