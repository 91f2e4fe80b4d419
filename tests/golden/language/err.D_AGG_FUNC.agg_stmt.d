BEGIN { @x = 1; }
