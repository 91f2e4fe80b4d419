BEGIN { t = timestamp; }
test:::first { printf("%d\n", timestamp - t); }
