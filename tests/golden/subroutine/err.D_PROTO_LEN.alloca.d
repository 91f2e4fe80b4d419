BEGIN { alloca(); }
