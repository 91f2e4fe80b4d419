BEGIN { probefunc = 1; }
