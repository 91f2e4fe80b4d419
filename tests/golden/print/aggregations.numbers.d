/* The values go through a variable, so that they are no constants. */
BEGIN { x = 10; @c = count(); @s = sum(x); @a = avg(x); @i = min(x); @m = max(x); @d = stddev(x); }
BEGIN { x = -3; @c = count(); @s = sum(x); @a = avg(x); @i = min(x); @m = max(x); @d = stddev(x); }
BEGIN { x = 7; @c = count(); @s = sum(x); @a = avg(x); @i = min(x); @m = max(x); @d = stddev(x); }
BEGIN { printa("count %@d sum", @c); printa(" %@d avg", @s); printa(" %@d min", @a); printa(" %@d max", @i);
	printa(" %@d stddev", @m); printa(" %@d\n", @d); }
