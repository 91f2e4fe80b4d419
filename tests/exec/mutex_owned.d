refused:
	BEGIN { trace(mutex_owned(0)); }
= D_UNSUPPORTED
