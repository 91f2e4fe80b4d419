BEGIN { arg3 = 1; }
