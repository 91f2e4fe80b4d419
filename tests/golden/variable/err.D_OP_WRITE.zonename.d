BEGIN { zonename = 1; }
