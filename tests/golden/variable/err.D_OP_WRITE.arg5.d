BEGIN { arg5 = 1; }
