ntohll(0x0807060504030201) = 0x0102030405060708
a text:
	BEGIN { trace(ntohll("x")); }
= D_PROTO_ARG
