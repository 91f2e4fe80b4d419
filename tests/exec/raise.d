nobody is signalled by what the consumer does:
	BEGIN { raise(9); trace(1); }
= 1
in a site:
	test:::first { raise(10); trace(2); }
= 2
a number that is computed:
	test:::many { raise(arg0 + 1); }
= nothing
a signal is needed:
	BEGIN { raise(); }
= D_PROTO_LEN
