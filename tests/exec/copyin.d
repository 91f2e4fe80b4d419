# What copyin() returns can be written to, and lasts as long as the firing.
prelude:
	BEGIN { n = 5; zero = 0; }

*(int *)copyin(0x10000020, 4) = 0x44332211
*(char *)copyin(0x10000000, 1) = 104
((char *)copyin(0x10000000, 5))[4] = 111
stringof(copyin(0x10000000, 13)) = "hello, world"
(string)copyin(0x10000007, 6) = "world"
*(uint64_t *)copyin(0x10000020, 8) = 0x8877665544332211
*(int *)copyin(8, 4) = BADADDR(8)
*(char *)copyin(0x10000ffc, 8) = BADADDR(0x10000ffc)
*(char *)copyin(0x10000000, 100000) = NOSCRATCH(100000)
*(char *)copyin(0x10000000, zero - 1) = NOSCRATCH(0xffffffffffffffff)
*(char *)copyin(0x10000000, 2048) = 104

text of a known length, the way language probes hand it over:
	BEGIN { this->s = (char *)copyin(0x10000000, n + 1); this->s[n] = '\0'; trace(stringof(this->s)); }
= "hello"
writing at an index and through a pointer:
	BEGIN { this->s = (char *)copyin(0x10000000, 13); this->s[0] = 'J'; *(this->s + 1) = 'E'; trace(stringof(this->s)); trace(this->s[0]); }
= "JEllo, world", 74
several copies:
	BEGIN { this->a = (char *)copyin(0x10000000, 13); this->b = (char *)copyin(0x10000007, 6); this->a[1] = 'u'; this->b[0] = 'W'; trace(stringof(this->a)); trace(stringof(this->b)); }
= "hullo, world", "World"
wider elements:
	BEGIN { this->p = (int *)copyin(0x10000030, 8); this->p[1] = 77; this->p[0] += 5; this->p[1]++; trace(this->p[0]); trace(this->p[1]); }
= 2, 78
a structure:
	struct pair { int x, y; };
	BEGIN { this->p = (struct pair *)copyin(0x10000030, 8); this->p->y = 9; trace(this->p->x); trace(this->p->y); }
= -3, 9
across the clauses of a firing:
	BEGIN { this->s = (char *)copyin(0x10000000, 13); }
	BEGIN { this->s[5] = '!'; this->s[6] = '\0'; }
	BEGIN { trace(stringof(this->s)); }
= "hello!"
outside of what was copied:
	BEGIN { this->s = (char *)copyin(0x10000000, 13); this->s[100000] = 'x'; }
	BEGIN { trace(1); }
= BADADDR, 1
before the start:
	BEGIN { this->s = (char *)copyin(0x10000000, 13); this->s[zero - 9] = 'x'; }
= BADADDR
room ends:
	BEGIN { this->a = copyin(0x10000000, 2000); this->b = copyin(0x10000000, 2000); trace(1); }
	BEGIN { this->c = copyin(0x10000000, 2000); trace(2); }
= 1, NOSCRATCH
only as much as an arm needs:
	BEGIN { this->s = n ? (char *)copyin(0x10000000, 6) : (char *)copyin(8, 6); this->s[5] = '\0'; trace(stringof(this->s)); }
= "hello"
in a site:
	test:::typed { this->s = (char *)copyin((uintptr_t)args[0], 6); this->s[5] = '\0'; trace(stringof(this->s)); }
= "hello"
