prelude:
	BEGIN { this->p = (uint32_t *)alloca(16); this->p[0] = htonl(0x7f000001); af = 2; }

IPv4:
	BEGIN { trace(inet_ntop(2, this->p)); trace(inet_ntop(af, this->p)); }
= "127.0.0.1", "127.0.0.1"
IPv6:
	BEGIN { af = 10; trace(inet_ntop(10, this->p)); trace(inet_ntop(af, this->p)); }
= "7f00:1::", "7f00:1::"
memory of the process:
	BEGIN { trace(inet_ntop(2, (void *)0x10000000)); }
= "104.101.108.108"
as a key:
	BEGIN { @[inet_ntop(10, this->p)] = count(); }
= "7f00:1::", 1
another family:
	BEGIN { trace(inet_ntop(1, this->p)); }
= ILLOP(1)
an address that cannot be read:
	BEGIN { trace(inet_ntop(10, (void *)8)); }
= BADADDR(0x8)
a text for a number:
	BEGIN { trace(inet_ntop("2", this->p)); }
= D_PROTO_ARG
