prelude:
	struct bits { unsigned int a:3, b:7; int c:5; unsigned long wide:40; short s; };
	struct tight { char first:3; int second:31; } __attribute__((packed));
	struct huge { char first:3; long second:63; } __attribute__((packed));
	struct bits g;
	BEGIN { five = 5; }

a bit-field in scratch memory, with what is beside it:
	BEGIN {
		this->p = (struct bits *)alloca(sizeof (struct bits));
		this->p->a = five;
		this->p->b = 127;
		this->p->c = -3;
		this->p->wide = 0xfedcba9876;
		trace(this->p->a);
		trace(this->p->b);
		trace(this->p->c);
		trace(this->p->wide);
		this->p->b = 0;
		trace(this->p->a);
		trace(this->p->b);
		trace(this->p->c);
		trace(this->p->wide);
	}
= 5, 127, -3, 0xfedcba9876, 5, 0, -3, 0xfedcba9876
one in a variable:
	BEGIN { g.a = 7; g.s = -1; g.c = 15; g.a = 2; trace(g.a); trace(g.c); trace(g.s); trace(g.b); }
= 2, 15, -1, 0
it keeps as many bits as it has, and that is the value:
	BEGIN { trace(g.a = 13); trace(g.c = 16); g.a += five; trace(g.a); trace(g.a++); trace(g.a); }
= 5, -16, 2, 2, 3
a packed one across two units of its type:
	BEGIN {
		this->t = (struct tight *)alloca(sizeof (struct tight));
		this->t->second = -five;
		this->t->first = 2;
		trace(this->t->second);
		trace(this->t->first);
		this->t->second++;
		trace(this->t->second);
		trace(this->t->first);
	}
= -5, 2, -4, 2
((struct huge *)alloca(16))->second = D_UNSUPPORTED
&((struct bits *)alloca(16))->a = D_OP_LVAL
