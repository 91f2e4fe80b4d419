in a site:
	test:::first { ustack(1); }
= {a0 0f 00 00 00 00 00 00 00 00 00 10 00 00 00 00}
with the size of texts:
	test:::first { ustack(2, 128); }
= {a0 0f 00 00 00 00 00 00 00 00 00 10 00 00 00 00 10 00 00 10 00 00 00 00}
the option:
	#pragma D option ustackframes=2
	test:::first { ustack(); }
= {a0 0f 00 00 00 00 00 00 00 00 00 10 00 00 00 00 10 00 00 10 00 00 00 00}
as a key beside others:
	test:::many { @[ustack(1), arg0 == 10] = count(); }
= {a0 0f 00 00 00 00 00 00 00 00 00 10 00 00 00 00}, 0, 3, {a0 0f 00 00 00 00 00 00 00 00 00 10 00 00 00 00}, 1, 2
under a condition:
	test:::first { if (arg0 == 12345) ustack(1); trace(1); }
= 1
three arguments:
	BEGIN { ustack(1, 2, 3); }
= D_PROTO_LEN
