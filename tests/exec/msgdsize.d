refused:
	BEGIN { trace(msgdsize(0)); }
= D_UNSUPPORTED
