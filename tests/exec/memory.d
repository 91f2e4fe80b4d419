# Memory of the traced thread by pointers: tests/lib/traced.c fills it.
prelude:
	struct point {
		int x, y;
		short list[4];
		char name[8];
		unsigned int a : 3;
		unsigned int b : 7;
		int c : 6;
		struct point *next;
		union { uint32_t whole; uint8_t parts[4]; } u;
	};
	BEGIN { p = (struct point *)0x10000030; i = 2; }

p->x = -3
p->y = 4
(*p).y = 4
p->list[0] = 1
p->list[1] = -2
p->list[i] = 3
p->list[i + 1] = -4
*p->list = 1
p->name = "pt"
p->name[1] = 116
stringof(p->name) = "pt"
p->name == "pt" = 1
p->a = 5
p->b = 100
p->c = -9
p->a + p->b = 105
p->next->x = -3
p->next->next->next->y = 4
p->next == p = 1
p->u.whole = 0x01020304
p->u.parts[0] = 4
p->u.parts[3] = 1
&p->y - &p->x = 1
(uintptr_t)&p->name = 0x10000040
(uintptr_t)&p->list[2] = 0x1000003c
*&p->y = 4
p[0].y = 4
sizeof (struct point) = 48
sizeof (p->list) = 8
offsetof(struct point, name) = 16
offsetof(struct point, u.parts) = 40
offsetof(struct point, u.nothing) = D_MEMBER_UNDEF
offsetof(struct point, x.y) = D_OP_SOU
offsetof(struct point, a) = D_SIZEOF
offsetof(struct point, u.) = D_SYNTAX
*(int *)0x10000020 = 0x44332211
*(char *)0x10000027 = -120
*(unsigned char *)0x10000027 = 136
*(uint64_t *)0x10000020 = 0x8877665544332211
((char *)0x10000000)[4] = 111
*((char *)0x10000000 + 1) = 101
**(char **)0x10000028 = 104
(string)0x10000000 = "hello, world"
(string)(char *)0x10000007 = "world"
*(int *)0 = BADADDR(0)
*(int *)8 = BADADDR(8)
((struct point *)8)->y = BADADDR(12)
((struct point *)0)->next->x = BADADDR(32)
(string)8 = BADADDR(8)
*(char *)0x10001000 = BADADDR(0x10001000)

pointers in variables:
	BEGIN { q = p->next; trace(q->y); this->q = q; trace(this->q->x); self->q = q; trace(self->q->list[1]); }
= 4, -3, -2
pointers step by what they point to:
	BEGIN { q = (short *)0x10000038; q++; trace(*q); q += 2; trace(*q); q--; trace(*q); trace(q[-2]); }
= -2, -4, 3, 1
whole structures:
	BEGIN { this->p = *p; trace(this->p.y); trace(this->p.list[1]); trace(this->p.name); }
= 4, -2, "pt"
members of a variable change alone:
	BEGIN { this->p = *p; this->p.y = 70; this->p.list[i] = 8; this->p.list[0] += 4; this->p.x++; trace(this->p.x); trace(this->p.y); }
	BEGIN { trace(this->p.list[0]); trace(this->p.list[2]); trace(this->p.list[3]); trace(p->y); }
= -2, 70, 5, 8, -4, 4
and of a global:
	BEGIN { g = *p; g.y = 70; g.u.parts[1] = 0xff; trace(g.y); trace(g.u.whole); trace(g.a); trace(g.next->b); }
= 70, 0x102ff04, 5, 100
an array has an end:
	BEGIN { this->p = *p; trace(this->p.list[i + 2]); }
	BEGIN { this->p.list[-i] = 1; }
= BADADDR, BADADDR
a large structure that is not there is zeros:
	struct large { char text[200]; int x; };
	BEGIN { this->l = *(struct large *)0x10000100; trace(strlen(this->l.text)); v[1] = this->l; trace(v[1].text == v[2].text); trace(v[2].text); trace(v[2].x); trace(strlen(v[1].text)); }
= 200, 0, "", 0, 200
arrays as variables:
	int a[4]; this int b[4];
	BEGIN { a[1] = 5; a[i] = 6; this->b[3] = a[1] + a[2]; trace(a[0]); trace(a[1]); trace(this->b[i + 1]); }
= 0, 5, 11
structures as values of arrays:
	BEGIN { s[1] = *p; trace(s[1].y); trace(s[1].name); trace(s[2].y); self->s = *p; trace(self->s.list[1]); }
= 4, "pt", 0, -2
a structure is recorded as bytes:
	struct two { short a, b; };
	BEGIN { trace(*(struct two *)0x10000038); }
= {01 00 fe ff}
memory of others cannot be written:
	BEGIN { *(int *)0x10000000 = 1; }
= D_OP_LVAL
