BEGIN { @["a"] = sum(100); @["b"] = sum(7); normalize(@, 10); exit(0); }
