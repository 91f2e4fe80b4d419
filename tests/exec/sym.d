in a site:
	test:::first { sym(0x1234); }
= {00 00 00 00 00 00 00 00 34 12 00 00 00 00 00 00}
as a key:
	test:::many { @[sym(5)] = count(); }
= {00 00 00 00 00 00 00 00 05 00 00 00 00 00 00 00}, 5
a text for an address:
	BEGIN { sym("x"); }
= D_PROTO_ARG
in an expression:
	BEGIN { x = sym(5) + 1; }
= D_OP_ACT
