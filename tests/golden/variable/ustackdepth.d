test:::first { printf("%d\n", ustackdepth); }
