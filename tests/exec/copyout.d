# TRACED_WORD, 0x10000020, can be written; the page behind 0x10001000 cannot.
prelude:
	#pragma D option destructive

to the process, and back:
	test:::first { this->p = (int *)alloca(8); this->p[0] = 7; this->p[1] = -8; copyout(this->p, 0x10000020, 8); trace(*(int *)0x10000020); trace(*(int *)copyin(0x10000024, 4)); }
= 7, -8
from the middle of what was copied in:
	test:::first { this->p = (char *)copyin(0x10000000, 12); copyout(this->p + 7, 0x10000020, 6); trace(copyinstr(0x10000020)); }
= "world"
a size that is known when it runs:
	BEGIN { n = 3; }
	test:::first { copyout(copyin(0x10000000, 8), 0x10000020, n); trace(*(int *)0x10000020); }
= 1147954536
nothing:
	test:::first { copyout(alloca(8), 0x10000020, arg0 & 0); copyout(alloca(8), 8, 0); trace(*(int *)0x10000020); }
= 1144201745
an address that cannot be written:
	test:::first { copyout(alloca(8), 0x10000ffc, 8); }
= BADADDR(0x10000ffc)
more than there is:
	test:::first { copyout(alloca(8), 0x10000020, 2049); }
= BADSIZE(2049)
beyond what alloca() gives out:
	test:::first { this->p = (char *)alloca(8); copyout(this->p + 5000, 0x10000020, 8); }
= BADADDR
in no process:
	BEGIN { copyout(alloca(8), 0x10000020, 8); }
= BADADDR(0x10000020)
memory of the process itself:
	test:::first { copyout((void *)0x10000000, 0x10000020, 8); }
= D_PROTO_ARG
a result:
	test:::first { trace(copyout(alloca(8), 0x10000020, 8)); }
= D_OP_ACT
