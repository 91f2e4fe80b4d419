refused:
	BEGIN { panic(); }
= D_UNSUPPORTED
