BEGIN { gid = 1; }
