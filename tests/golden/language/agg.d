BEGIN { @x["k"] = sum(2); printa("%s %@d\n", @x); exit(0); }
