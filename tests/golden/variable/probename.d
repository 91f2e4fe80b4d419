test:::first, test:::second { printf("%s\n", probename); }
