BEGIN { printa("%d %@d\n", @); @["a"] = count(); }
