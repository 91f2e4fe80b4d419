BEGIN { @["a"] = sum(10); normalize(@, 5); printa("%@d\n", @); denormalize(@); printa("%@d\n", @); exit(0); }
