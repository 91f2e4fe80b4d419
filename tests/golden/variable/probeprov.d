BEGIN, test:::second { printf("%s\n", probeprov); }
