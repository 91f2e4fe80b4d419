refused:
	BEGIN { copyoutstr("x", 0x10000000, 2); }
= D_UNSUPPORTED
