BEGIN { @a["x"] = sum(1); @a["y"] = sum(2); @b["y"] = sum(3); @b["z"] = sum(4); @q["y"] = quantize(3); }
BEGIN { printa("%s %@d %@d %@d\n", @a, @b); printa(@a, @b); printa("%s %@d%@d", @a, @q); }
