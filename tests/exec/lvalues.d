# What stands on the left is found once, however often it is read and written.
prelude:
	struct part { int m; int n; char c[4]; int low : 3; int high : 5; };
	struct part x[int];
	struct part whole;
	self struct part mine;
	int t[int];

a member of an element:
	BEGIN { i = 1; x[i++].m += 5; trace(i); trace(x[1].m); trace(x[2].m); }
= 2, 5, 0
memory:
	BEGIN { this->p = (int *)alloca(16); this->q = this->p; *(this->p++) += 7; trace(this->p - this->q); trace(this->q[0]); trace(this->q[1]); }
= 1, 7, 0
an element of memory:
	BEGIN { i = 0; this->p = (int *)alloca(16); this->p[i++] += 3; trace(i); trace(this->p[0]); trace(this->p[1]); }
= 1, 3, 0
an element of an associative array:
	BEGIN { i = 1; t[i++] += 5; trace(i); trace(t[1]); self->t[i++]++; trace(i); trace(self->t[2]); }
= 2, 5, 3, 1
++ and --:
	BEGIN { i = 1; x[i++].m++; trace(i); trace(x[1].m); --x[--i].n; trace(i); trace(x[1].n); }
= 2, 1, 1, -1
an array in a structure:
	BEGIN { i = 0; whole.c[i++] += 3; trace(i); trace(whole.c[0]); x[0].c[i++] |= 5; trace(i); trace(x[0].c[1]); }
= 1, 3, 2, 5
a member that an arrow reaches:
	BEGIN { this->s = (struct part *)alloca(64); this->s++->n += 2; this->s--; trace(this->s->n); }
= 2
a bit-field, and the one beside it:
	BEGIN { i = 1; x[i++].high += 9; trace(i); trace(x[1].high); x[--i].low -= 2; trace(x[1].low); trace(x[1].high); }
= 2, 9, -2, 9
the right side changes what is beside it:
	BEGIN { x[1].m = 1; x[1].m += (x[1].n = 5); trace(x[1].m); trace(x[1].n); }
= 6, 5
what comes of it:
	BEGIN { i = 0; this->p = (int *)alloca(8); trace(this->p[i++] += 3); trace(this->p[--i]++); trace(this->p[0]); }
= 3, 3, 4
a fault:
	BEGIN { i = 5000; this->p = (int *)alloca(8); this->p[i++] += 3; }
= BADADDR
a structure is freed:
	BEGIN { x[1].m = 5; x[2].m = 6; x[1] = 0; trace(x[1].m); trace(x[2].m); }
= 0, 6
a structure of a thread:
	BEGIN { self->mine.n = 5; self->mine = 0; trace(self->mine.n); }
= 0
its value:
	BEGIN { x[1].m = 5; whole.m = 7; whole = (x[1] = 0); trace(whole.m); }
= 0
another number is none:
	BEGIN { x[1] = 1; }
= D_OP_INCOMPAT
nothing to free:
	BEGIN { whole = 0; }
= D_OP_INCOMPAT
pointers in memory are the process's:
	BEGIN { this->p = (char **)alloca(8); this->p[0] = (char *)0x10000000; trace(*this->p[0]); }
= 104
so others are not kept there:
	BEGIN { this->p = (char **)alloca(8); this->q = (char *)alloca(8); this->p[0] = this->q; }
= D_OP_INCOMPAT
nor in structures:
	struct list { struct list *next; int n; };
	struct list l;
	BEGIN { l.next = (struct list *)alloca(16); }
= D_OP_INCOMPAT
