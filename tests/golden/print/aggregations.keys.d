BEGIN { @["b", 1] = count(); @["a", 1] = count(); @["a", -1] = count(); @["a", 1] = count(); }
BEGIN { @none = count(); @one[(char)65, (short)-2, (int64_t)-3] = sum(4); }
BEGIN { printa(@one); printa("%s|%5d|%@d\n", @); printa("%-4s%4@d\n", @); }
