BEGIN { ipl = 1; }
