nobody is stopped by what the consumer does:
	BEGIN { stop(); trace(1); }
= 1
in a site:
	test:::first { stop(); trace(2); }
= 2
with an argument:
	BEGIN { stop(1); }
= D_PROTO_LEN
