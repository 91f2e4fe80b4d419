refused:
	BEGIN { trace(json("{}", "a")); }
= D_UNSUPPORTED
