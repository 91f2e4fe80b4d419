# What translators make: members of it, the whole as a value, a pointer to it.
prelude:
	typedef struct pair { int a; short b; } pair_t;
	typedef struct part { int x; char t[6]; } part_t;
	typedef struct full {
		int a;
		string name;
		char comm[16];
		part_t part;
		unsigned int low:3, high:5;
		part_t *at;
	} full_t;
	translator part_t < pair_t *P > {
		x = P->a * 10;
		t = "abcdefgh";
	};
	translator full_t < pair_t *P > {
		a = P->a;
		name = P->a == 7 ? "seven" : "other";
		comm = execname;
		part = xlate <part_t>(P);
		low = P->b;
		high = P->b >> 3;
		at = xlate <part_t *>(P);
	};
	translator part_t < full_t F > {
		x = F.part.x + F.a;
		t = F.name;
	};
	inline full_t *made[pair_t *p] = xlate <full_t *>(p);

one member:
	BEGIN { this->p = (pair_t *)alloca(8); this->p->a = 7; trace(xlate <full_t *>(this->p)->a); trace(xlate <full_t>(this->p).name); trace(made[this->p]->part.x); trace(made[this->p]->at->x); }
= 7, "seven", 70, 70
through a pointer:
	BEGIN { this->p = (pair_t *)alloca(8); this->p->a = 8; this->p->b = 85; this->f = made[this->p]; trace(this->f->a); trace(this->f->name); trace(this->f->part.x); trace(this->f->part.t); trace(this->f->low); trace(this->f->high); }
= 8, "other", 80, "abcde", 5, 10
the pointer lasts for the firing:
	BEGIN { this->p = (pair_t *)alloca(8); this->p->a = 1; this->f = made[this->p]; this->p->a = 2; }
	BEGIN { this->g = made[this->p]; trace(this->f->a); trace(this->g->a); }
= 1, 2
the value, and what it points to:
	BEGIN { this->p = (pair_t *)alloca(8); this->p->a = 3; this->v = xlate <full_t>(this->p); this->p->a = 4; this->w = *made[this->p]; trace(this->v.a); trace(this->v.name); trace(this->v.part.x); trace(this->w.part.x); trace((*made[this->p]).part.x); }
= 3, "other", 30, 40, 40
a global keeps it:
	BEGIN { this->p = (pair_t *)alloca(8); this->p->a = 7; kept = xlate <full_t>(this->p); }
	BEGIN { trace(kept.name); trace(kept.a); trace(kept.part.t); }
= "seven", 7, "abcde"
one made of another:
	BEGIN { this->p = (pair_t *)alloca(8); this->p->a = 7; this->z = xlate <part_t>(*made[this->p]); trace(xlate <part_t>(*made[this->p]).x); trace(this->z.x); trace(this->z.t); }
= 77, 77, "seven"
chosen:
	BEGIN { this->p = (pair_t *)alloca(8); this->p->a = 5; this->q = (pair_t *)alloca(8); this->q->a = 6; one = 1; trace((one ? made[this->p] : made[this->q])->a); trace((!one ? xlate <full_t>(this->p) : xlate <full_t>(this->q)).part.x); }
= 5, 60
the operand is computed once:
	BEGIN { n = 5; trace(xlate <part_t>(*made[(n++, (pair_t *)copyin(0x10000030, 8))]).x); trace(n); }
= -33, 6
once for the whole:
	BEGIN { n = 0; this->f = xlate <full_t *>((n++, (pair_t *)copyin(0x10000030, 8))); trace(this->f->a); trace(this->f->part.x); trace(n); }
= -3, -30, 1
a member of a member of it:
	BEGIN { trace(xlate <full_t *>((pair_t *)copyin(0x10000030, 8))->part.x); trace(xlate <full_t>((pair_t *)copyin(0x10000030, 8)).at->x); trace(xlate <full_t>((pair_t *)copyin(0x10000030, 8)).part.t); }
= -30, -30, "abcdefgh"
more often than there is memory for copies:
	BEGIN { this->f = xlate <full_t *>((pair_t *)copyin(0x10000030, 600)); trace(this->f->part.x); trace(this->f->low); }
= -30, 4
where a test decides:
	BEGIN { n = 0; trace(n ? xlate <full_t *>((n++, (pair_t *)copyin(8, 8)))->a : 7); trace(n); }
= 7, 0
a member of what a comma gives:
	BEGIN { n = 0; this->p = (pair_t *)alloca(8); this->p->b = 4; trace((n, *this->p).b); trace((n++, this->p)->b); }
= 4, 4
