BEGIN { printf("%d %d\n", strlen(""), strlen("four")); exit(0); }
