BEGIN { @n["a", 1] = count(); @s["a", 1] = sum(5); printa("%s %d: %@d %@d\n", @n, @s); exit(0); }
