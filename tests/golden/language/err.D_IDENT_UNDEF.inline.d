inline int X = unknown;
BEGIN { trace(X); }
