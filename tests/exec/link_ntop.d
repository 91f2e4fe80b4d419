Ethernet:
	BEGIN { this->p = (unsigned char *)alloca(8); this->p[0] = 0; this->p[1] = 0x1a; this->p[2] = 0xb9; this->p[3] = 0xff; this->p[4] = 0xa0; this->p[5] = 0x0f; trace(link_ntop(1, this->p)); trace(strlen(link_ntop(1, this->p))); }
= "00:1a:b9:ff:a0:0f", 17
Infiniband, from the process:
	BEGIN { kind = 32; trace(link_ntop(kind, (void *)0x10000000)); }
= "68:65:6c:6c:6f:2c:20:77:6f:72:6c:64:00:00:00:00:00:00:00:00"
another kind:
	BEGIN { trace(link_ntop(2, alloca(8))); }
= ILLOP(2)
an address that cannot be read:
	BEGIN { trace(link_ntop(1, (void *)8)); }
= BADADDR(0x8)
a text:
	BEGIN { trace(link_ntop("1", alloca(8))); }
= D_PROTO_ARG
