BEGIN { @a = 1; @b++; @c += count(); @d[x]; @e = count; @f = count(); }
