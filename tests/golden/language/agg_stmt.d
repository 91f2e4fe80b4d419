BEGIN { @[1, "k"] = count(); @named = sum(4); exit(0); }
