refused:
	BEGIN { trace(cwd); }
= D_UNSUPPORTED
