BEGIN { x = 0; printf("%s %d\n", x ? "yes" : "no", x ? 1 : !x ? 2 : 3); exit(0); }
