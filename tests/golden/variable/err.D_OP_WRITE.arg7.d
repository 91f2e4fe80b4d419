BEGIN { arg7 = 1; }
