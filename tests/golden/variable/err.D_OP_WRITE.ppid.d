BEGIN { ppid = 1; }
