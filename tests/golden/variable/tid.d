test:::many { printf("%d\n", tid); }
