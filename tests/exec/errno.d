refused:
	BEGIN { trace(errno); }
= D_UNSUPPORTED
