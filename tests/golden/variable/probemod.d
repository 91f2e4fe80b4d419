test:::first, test:::second { printf("%s\n", probemod); }
