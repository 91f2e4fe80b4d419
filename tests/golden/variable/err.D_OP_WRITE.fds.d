BEGIN { fds = 1; }
