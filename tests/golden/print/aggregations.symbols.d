/* Symbols of the same name are one key; the test has one name for each 16 bytes. */
BEGIN { @[usym(0x1000)] = sum(1); @[usym(0x1008)] = sum(2); @[usym(0x1010)] = sum(4); }
BEGIN { @m[mod(0x20), 1] = min(5); @m[mod(0x21), 1] = min(3); @m[mod(0x22), 2] = min(9); }
BEGIN { @q[umod(0x30)] = quantize(1); @q[umod(0x31)] = quantize(5); }
BEGIN { @u[uaddr(0x40)] = count(); @u[uaddr(0x41)] = count(); }
BEGIN { @j[usym(0x1004)] = sum(10); printa("%A %@d %@d\n", @, @j); printa(@m); printa(@q); printa(@u); }
/* What is kept is counted by name too: 3 and 4, of which 4 is the largest. */
BEGIN { trunc(@, 1); printa("%A %@d\n", @); clear(@); printa("%A %@d\n", @); trunc(@m, -1); printa(@m); }
