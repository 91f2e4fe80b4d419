refused:
	BEGIN { trace(getf(1)); }
= D_UNSUPPORTED
