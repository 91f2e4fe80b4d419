refused:
	BEGIN { trace(memref(0, 8)); }
= D_UNSUPPORTED
