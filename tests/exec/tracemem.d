an address of the process:
	BEGIN { tracemem(0x10000000, 5); }
= {68 65 6c 6c 6f}
a pointer, and how much of it to show:
	BEGIN { this->p = copyin(0x10000000, 8); tracemem(this->p, 8, 3); }
= {68 65 6c 6c 6f 2c 20 77}, 3
memory that is not there:
	BEGIN { tracemem(8, 16); }
= BADADDR(0x8)
a size that is computed:
	BEGIN { n = 5; tracemem(0x10000000, n); }
= D_TRACEMEM_SIZE
a size of nothing:
	BEGIN { tracemem(0x10000000, 0); }
= D_TRACEMEM_SIZE
a text:
	BEGIN { tracemem("abc", 3); }
= D_PROTO_ARG
