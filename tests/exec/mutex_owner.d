refused:
	BEGIN { trace(mutex_owner(0)); }
= D_UNSUPPORTED
