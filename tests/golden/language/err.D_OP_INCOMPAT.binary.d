BEGIN { x = "text" + 1; }
