in a site:
	test:::first { uaddr(0x1234); }
= {a0 0f 00 00 02 00 00 00 34 12 00 00 00 00 00 00}
as a key:
	test:::many { @[uaddr(5)] = count(); }
= {a0 0f 00 00 02 00 00 00 05 00 00 00 00 00 00 00}, 5
a text for an address:
	BEGIN { uaddr("x"); }
= D_PROTO_ARG
in an expression:
	BEGIN { x = uaddr(5) + 1; }
= D_OP_ACT
