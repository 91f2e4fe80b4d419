BEGIN { strtoll(); }
