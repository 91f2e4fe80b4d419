refused:
	BEGIN { copyout(alloca(8), 0x10000000, 8); }
= D_UNSUPPORTED
