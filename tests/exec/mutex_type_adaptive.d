refused:
	BEGIN { trace(mutex_type_adaptive(0)); }
= D_UNSUPPORTED
