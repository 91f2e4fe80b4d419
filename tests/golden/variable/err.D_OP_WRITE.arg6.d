BEGIN { arg6 = 1; }
