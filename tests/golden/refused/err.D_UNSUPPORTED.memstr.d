BEGIN { trace(memstr(1)); }
