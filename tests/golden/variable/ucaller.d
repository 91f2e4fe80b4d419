test:::first { printf("%d\n", ucaller); }
