nobody called what the consumer does by itself:
	BEGIN { stack(1); }
= {00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00}
in a site:
	test:::first { stack(1); }
= {00 00 00 00 00 00 00 00 00 00 00 81 ff ff ff ff}
as a key:
	test:::many { @[stack(1)] = count(); }
= {00 00 00 00 00 00 00 00 00 00 00 81 ff ff ff ff}, 5
frames that are not there are zeros:
	test:::first { stack(4); }
= {00 00 00 00 00 00 00 00 00 00 00 81 ff ff ff ff 10 00 00 81 ff ff ff ff 20 00 00 81 ff ff ff ff 00 00 00 00 00 00 00 00}
in a format:
	test:::first { printf("%d%k", 7, stack(1)); }
= 7, {00 00 00 00 00 00 00 00 00 00 00 81 ff ff ff ff}
a variable number of frames:
	BEGIN { n = 3; stack(n); }
= D_STACK_SIZE
none:
	BEGIN { stack(0); }
= D_STACK_SIZE
more than there can be:
	BEGIN { stack(128); }
= D_STACK_SIZE
in an expression:
	BEGIN { x = stack() + 1; }
= D_OP_ACT
keys of different depths:
	BEGIN { @[stack(1)] = count(); @[stack(2)] = count(); }
= D_KEY_TYPE
