the command's values are recorded:
	BEGIN { system("echo %d %s", 5, "x"); }
= 5, "x"
a command that is computed:
	BEGIN { c = "true"; system(c); }
= D_PROTO_ARG
a value that does not fit:
	BEGIN { system("%s", 5); }
= D_PRINTF_ARG
