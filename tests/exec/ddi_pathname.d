refused:
	BEGIN { trace(ddi_pathname((void *)0)); }
= D_UNSUPPORTED
