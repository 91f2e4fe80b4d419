the root directory:
	test:::first { trace(root); trace(strlen(root)); }
= "/", 1
it cannot be changed:
	BEGIN { root = "/"; }
= D_OP_WRITE
