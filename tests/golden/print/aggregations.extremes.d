int64_t low, high;
BEGIN { low = -9223372036854775807 - 1; high = 9223372036854775807; }
BEGIN { @a = min(low); @b = max(low); @c = stddev(low); @d = avg(low); }
BEGIN { @e = min(high); @f = max(high); @g = stddev(high); @h = avg(high); }
BEGIN { @i = min(low); @j = max(low); @k = stddev(low); @i = min(high); @j = max(high); @k = stddev(high); }
END { clear(@a); clear(@b); clear(@c); clear(@d); }
