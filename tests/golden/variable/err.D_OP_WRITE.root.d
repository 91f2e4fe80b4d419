BEGIN { root = 1; }
