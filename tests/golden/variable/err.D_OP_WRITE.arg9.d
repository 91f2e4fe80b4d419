BEGIN { arg9 = 1; }
