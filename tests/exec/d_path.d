a file:
	test:::first { trace(d_path((struct path *)0xffff888000001800)); trace(d_path((struct path *)0xffff888000001800) == "/home/data/file"); }
= "/home/data/file", 1
no such address:
	test:::first { trace(d_path((struct path *)8)); }
= BADADDR(0x10)
NULL:
	test:::first { trace(d_path(NULL)); }
= BADADDR(0x8)
a pointer to something else:
	test:::first { trace(d_path(curthread)); }
= D_PROTO_ARG
a text:
	test:::first { trace(d_path("/etc")); }
= D_PROTO_ARG
