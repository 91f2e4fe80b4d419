refused:
	BEGIN { chill(10); }
= D_UNSUPPORTED
