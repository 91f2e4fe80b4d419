BEGIN { trace(printm(1)); }
