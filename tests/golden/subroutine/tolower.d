BEGIN { printf("%s\n", tolower("AbC1")); exit(0); }
