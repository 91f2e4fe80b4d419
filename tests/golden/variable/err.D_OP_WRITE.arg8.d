BEGIN { arg8 = 1; }
