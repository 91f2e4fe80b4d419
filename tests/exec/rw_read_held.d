refused:
	BEGIN { trace(rw_read_held(0)); }
= D_UNSUPPORTED
