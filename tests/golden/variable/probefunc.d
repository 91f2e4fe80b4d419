test:::first, test:::second { printf("%s\n", probefunc); }
