BEGIN { caller = 1; }
