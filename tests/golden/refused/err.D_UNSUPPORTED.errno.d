BEGIN { trace(errno); }
