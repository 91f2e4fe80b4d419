BEGIN { tid = 1; }
