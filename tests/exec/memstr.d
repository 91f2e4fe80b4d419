refused:
	BEGIN { trace(memstr("a")); }
= D_UNSUPPORTED
