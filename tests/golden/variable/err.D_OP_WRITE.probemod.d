BEGIN { probemod = 1; }
