in a site:
	test:::first { func(0x1234); }
= {00 00 00 00 00 00 00 00 34 12 00 00 00 00 00 00}
as a key:
	test:::many { @[func(5)] = count(); }
= {00 00 00 00 00 00 00 00 05 00 00 00 00 00 00 00}, 5
a text for an address:
	BEGIN { func("x"); }
= D_PROTO_ARG
in an expression:
	BEGIN { x = func(5) + 1; }
= D_OP_ACT
