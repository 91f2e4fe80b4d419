BEGIN { curpsinfo = 1; }
