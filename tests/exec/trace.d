5 = 5
"text" = "text"
(char)5 = 5

each call records its own:
	BEGIN { trace(1); trace(2); trace("three"); }
	BEGIN { trace(4); }
= 1, 2, "three", 4
a value is needed:
	BEGIN { trace(printf("x")); }
= D_OP_ACT
a structure:
	struct pair { char a, b; short c; };
	BEGIN { trace(*(struct pair *)0x10000000); }
= {68 65 6c 6c}
