into what alloca() returned:
	BEGIN { this->p = (char *)alloca(16); copyinto(0x10000000, 5, this->p); trace(stringof(this->p)); }
= "hello"
behind its start:
	BEGIN { this->p = (char *)alloca(16); this->p[0] = '-'; copyinto(0x10000000, 5, this->p + 1); trace(stringof(this->p)); }
= "-hello"
to where it must not:
	BEGIN { copyinto(0x10000000, 5, (void *)0x10000020); }
= D_PROTO_ARG
