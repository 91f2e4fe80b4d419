BEGIN { printf("%s\n", toupper("aBc1")); exit(0); }
