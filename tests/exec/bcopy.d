from the traced thread:
	BEGIN { this->p = (char *)alloca(16); bcopy((void *)0x10000000, this->p, 5); trace(stringof(this->p)); }
= "hello"
from scratch to scratch:
	BEGIN { this->a = (char *)copyin(0x10000000, 13); this->b = (char *)alloca(16); n = 6; bcopy(this->a + 7, this->b, n); trace(stringof(this->b)); }
= "world"
from where nothing is:
	BEGIN { this->p = (char *)alloca(16); bcopy((void *)8, this->p, 5); }
= BADADDR(8)
to where it must not:
	BEGIN { bcopy((void *)0x10000000, (void *)0x10000020, 5); }
= D_PROTO_ARG
to scratch, but outside:
	BEGIN { this->p = (char *)alloca(16); bcopy((void *)0x10000000, this->p + 100000, 5); }
= BADADDR
more than there can be:
	BEGIN { this->p = (char *)alloca(16); bcopy((void *)0x10000000, this->p, 100000); }
= BADSIZE(100000)
