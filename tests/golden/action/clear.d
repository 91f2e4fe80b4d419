BEGIN { @["a"] = sum(7); clear(@); exit(0); }
