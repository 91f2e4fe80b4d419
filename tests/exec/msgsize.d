refused:
	BEGIN { trace(msgsize(0)); }
= D_UNSUPPORTED
