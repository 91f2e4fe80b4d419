refused:
	BEGIN { trace(root); }
= D_UNSUPPORTED
