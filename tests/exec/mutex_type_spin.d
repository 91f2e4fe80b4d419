refused:
	BEGIN { trace(mutex_type_spin(0)); }
= D_UNSUPPORTED
