# What is recorded; how it is shown is in tests/golden/print/typed.d.
values:
	BEGIN { print(5); print("text"); print((char)-1); }
= 5, "text", -1
a structure:
	struct pair { char a, b; short c; };
	BEGIN { print(*(struct pair *)0x10000000); }
= {68 65 6c 6c}
what a translator makes, as a value or through a pointer:
	struct pair { char a, b; short c; };
	translator struct pair < int I > { a = I; c = I + 1; };
	BEGIN { print(xlate <struct pair>(7)); print(xlate <struct pair *>(8)); this->p = xlate <struct pair *>(9); print(this->p); }
= {07 00 08 00}, {08 00 09 00}, {09 00 0a 00}
a bad address:
	BEGIN { print(*(int *)8); }
	BEGIN { print(1); }
= BADADDR(8), 1
not as a value:
	BEGIN { x = print(1); }
= D_OP_ACT
