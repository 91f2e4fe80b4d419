nothing is recorded:
	BEGIN { ftruncate(); trace(1); }
= 1
with an argument:
	BEGIN { ftruncate(1); }
= D_PROTO_LEN
