BEGIN { cwd = 1; }
