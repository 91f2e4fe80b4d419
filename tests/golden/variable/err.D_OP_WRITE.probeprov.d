BEGIN { probeprov = 1; }
