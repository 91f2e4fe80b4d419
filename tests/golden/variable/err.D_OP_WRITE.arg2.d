BEGIN { arg2 = 1; }
