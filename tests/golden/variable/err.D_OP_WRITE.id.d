BEGIN { id = 1; }
