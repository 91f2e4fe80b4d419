refused:
	BEGIN { printm(5); }
= D_UNSUPPORTED
