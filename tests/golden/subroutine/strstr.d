BEGIN { printf("%s\n", strstr("banana", "nan")); exit(0); }
