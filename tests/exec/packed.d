# Structures that are packed have members anywhere, and memory of ours is read at aligned places
# only.
prelude:
	struct inner { short x; int y; };
	struct __attribute__((packed)) packed {
		char a; int b; long c; struct inner in; int f:3, g:30; char name[5]; string text;
	};
	struct packed whole;
	struct packed table[int];
	BEGIN { five = 5; whole.b = -five; whole.c = (long)five << 40; whole.in.y = 6; whole.name[1] = 'x'; }

members are read and written:
	BEGIN { trace(whole.b); trace(whole.c); trace(whole.in.y); trace(whole.a); trace(whole.in.x); }
= -5, 5497558138880, 6, 0, 0
and changed where they are:
	BEGIN { whole.c += five; whole.in.y++; whole.b--; trace(whole.c); trace(whole.in.y); trace(whole.b); }
= 5497558138885, 7, -6
bit-fields lie across units:
	BEGIN { whole.g = -five; whole.f = 3; trace(whole.g); trace(whole.f); whole.g *= 2; trace(whole.g); trace(whole.f); }
= -5, 3, -10, 3
a structure in it is copied out and in:
	BEGIN { this->in = whole.in; this->in.x = 9; whole.in = this->in; trace(whole.in.x); trace(whole.in.y); trace(whole.c); }
= 9, 6, 5497558138880
so are text and a string:
	BEGIN { whole.name[0] = 'a'; trace(whole.name); whole.text = "abc"; trace(whole.text); trace(whole.name[0]); }
= "ax", "abc", 97
an element of a table:
	BEGIN { table[1] = whole; table[1].in.y = 8; trace(table[1].in.y); trace(table[1].b); trace(whole.in.y); }
= 8, -5, 6
in scratch memory:
	BEGIN {
		this->p = (struct packed *)alloca(sizeof (struct packed));
		this->p->b = five;
		this->p->in = whole.in;
		trace(this->p->b);
		trace(this->p->in.y);
	}
= 5, 6
