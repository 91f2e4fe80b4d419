BEGIN { x = (struct nosuch)1; }
