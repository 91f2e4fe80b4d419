BEGIN { trace(rw_iswriter(1)); }
