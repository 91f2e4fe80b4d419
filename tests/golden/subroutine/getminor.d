BEGIN { printf("%d\n", getminor(0x800001)); exit(0); }
