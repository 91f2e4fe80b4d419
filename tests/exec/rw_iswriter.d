refused:
	BEGIN { trace(rw_iswriter(0)); }
= D_UNSUPPORTED
