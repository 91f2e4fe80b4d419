BEGIN { walltimestamp = 1; }
