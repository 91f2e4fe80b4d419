in a site:
	test:::first { umod(0x1234); }
= {a0 0f 00 00 01 00 00 00 34 12 00 00 00 00 00 00}
as a key:
	test:::many { @[umod(5)] = count(); }
= {a0 0f 00 00 01 00 00 00 05 00 00 00 00 00 00 00}, 5
a text for an address:
	BEGIN { umod("x"); }
= D_PROTO_ARG
in an expression:
	BEGIN { x = umod(5) + 1; }
= D_OP_ACT
