BEGIN { printf("%d\n", getmajor(0x800001)); exit(0); }
