memory of the process:
	BEGIN { trace(inet_ntoa((void *)0x10000000)); }
= "104.101.108.108"
memory of our own:
	BEGIN { this->p = (char *)alloca(4); this->p[0] = 10; this->p[3] = 1; trace(inet_ntoa(this->p)); }
= "10.0.0.1"
its longest and its shortest, and their lengths:
	BEGIN { this->p = (char *)alloca(8); this->p[0] = this->p[1] = this->p[2] = this->p[3] = -1; trace(inet_ntoa(this->p)); trace(strlen(inet_ntoa(this->p + 4))); }
= "255.255.255.255", 7
as a key:
	BEGIN { @[inet_ntoa((void *)0x10000000)] = count(); }
= "104.101.108.108", 1
an address that cannot be read:
	BEGIN { trace(inet_ntoa((void *)8)); }
= BADADDR(0x8)
a text:
	BEGIN { trace(inet_ntoa("10.0.0.1")); }
= D_PROTO_ARG
