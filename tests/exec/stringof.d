prelude:
	struct named { char name[4]; char rest[4]; };
	BEGIN { s = "text"; addr = 0x10000000; n = (struct named *)0x10000000; }

stringof("abc") = "abc"
stringof(s) = "text"
stringof((char *)0x10000000) = "hello, world"
stringof(addr) = "hello, world"
stringof(0x10000007) = "world"
stringof(n->name) = "hell"
stringof(n->rest) = "o, w"
stringof(n) = "hello, world"
stringof((void *)0x10000000) = "hello, world"
stringof((char *)8) = BADADDR(8)
stringof((char *)0) = ""
stringof(copyin(0x10000000, 13)) == "hello, world" = 1
strlen(stringof((char *)0x10000100)) = 255
