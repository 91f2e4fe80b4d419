BEGIN { arg1 = 1; }
