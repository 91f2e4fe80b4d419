BEGIN { errno = 1; }
