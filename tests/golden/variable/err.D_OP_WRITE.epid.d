BEGIN { epid = 1; }
