BEGIN { arg4 = 1; }
