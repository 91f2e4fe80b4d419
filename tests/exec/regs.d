refused:
	test:::first { trace(regs[0]); }
= D_UNSUPPORTED
