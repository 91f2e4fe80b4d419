BEGIN { printf("%s %s\n", lltostr(-42), lltostr(255, 16)); exit(0); }
