BEGIN { trace(memref(1, 1)); }
