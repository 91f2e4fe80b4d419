refused:
	BEGIN { breakpoint(); }
= D_UNSUPPORTED
