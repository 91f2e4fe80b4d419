BEGIN { x = min(1); }
