BEGIN { probename = 1; }
