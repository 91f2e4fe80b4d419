BEGIN { trace(1); }
END { trace("abc); }
