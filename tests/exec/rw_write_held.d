refused:
	BEGIN { trace(rw_write_held(0)); }
= D_UNSUPPORTED
