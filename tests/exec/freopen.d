the name's values are recorded:
	BEGIN { freopen("/tmp/%s", "x"); }
= "x"
without a name:
	BEGIN { freopen(); }
= D_PROTO_LEN
back to where it went at first:
	BEGIN { freopen(""); trace(1); }
= 1
