in a site:
	test:::first { jstack(1); }
= {a0 0f 00 00 00 00 00 00 00 00 00 10 00 00 00 00}
the option:
	#pragma D option jstackframes=1
	test:::first { jstack(); }
= {a0 0f 00 00 00 00 00 00 00 00 00 10 00 00 00 00}
a text for a number:
	BEGIN { jstack("x"); }
= D_PROTO_ARG
