# Variables of all scopes, and what becomes of them between clauses and firings.

globals begin as 0:
	int x; string s;
	BEGIN { trace(x); trace(s); }
= 0, ""
globals keep their value:
	BEGIN { x = 5; y = 7; }
	BEGIN { trace(x); trace(y); x = 6; }
	END { trace(x); }
= 5, 7, 6
a global has the type of its first assignment:
	BEGIN { x = 0; x = 0x1122334455; trace(x); }
= 573785173
a declared type stays:
	uint8_t x;
	BEGIN { x = 300; trace(x); x = -1; trace(x); }
= 44, 255
this-> lasts through the clauses of one firing:
	BEGIN { this->x = 5; }
	BEGIN { trace(this->x + 1); }
= 6
this-> begins as 0 in each firing:
	test:::many { this->x++; trace(this->x); }
= 1, 1, 1, 1, 1
self-> is the thread's own:
	test:::many { self->x += 1; trace(self->x); }
	test:::first { trace(self->x); }
= 1, 1, 1, 1, 1, 1
self-> lasts:
	test:::first { self->x = 42; self->s = "text"; }
	test:::second { trace(self->x); trace(self->s); self->x = 0; }
	test:::third { trace(self->x); }
= 42, "text", 0
self-> of a negative number:
	BEGIN { self->x = -5; trace(self->x); }
= -5
self-> in another thread is 0:
	test:::first { self->x = 7; }
	test:::many /self->x/ { trace(self->x); }
= 7
changes of self->:
	BEGIN { self->n++; ++self->n; trace(self->n++); trace(self->n); self->n -= 2; trace(self->n); }
= 2, 3, 1
a self-> counter that comes to 0 is gone and is back:
	BEGIN { self->n = 1; self->n--; trace(self->n); self->n++; trace(self->n); }
= 0, 1

associative arrays:
	BEGIN { a[1] = 10; a[2] = 20; trace(a[1]); trace(a[2]); trace(a[3]); a[1] = 0; trace(a[1]); }
= 10, 20, 0, 0
with strings as keys:
	BEGIN { a["x"] = 1; a["xy"] = 2; s = "x"; trace(a[s]); trace(a["xy"]); trace(a["y"]); }
= 1, 2, 0
a key is its text, whatever was there before:
	BEGIN { s = "a much longer text"; s = "k"; a[s] = 1; trace(a["k"]); t = "k"; trace(a[t]); }
= 1, 1
with several keys:
	BEGIN { a[1, "one", -1] = 5; trace(a[1, "one", -1]); trace(a[1, "one", 1]); trace(a[2, "one", -1]); }
= 5, 0, 0
with strings as values:
	BEGIN { a[1] = "one"; trace(a[1]); trace(a[2]); a[1] = 0; trace(a[1]); a[1] = "two"; trace(a[1]); }
= "one", "", "", "two"
changes of elements:
	BEGIN { a[1]++; a[1] += 5; trace(a[1]); trace(a[1]--); trace(++a[2]); a[1] -= 5; trace(a[1]); }
= 6, 6, 1, 0
keys of different widths are one:
	BEGIN { a[(long)5] = 1; trace(a[(char)5]); trace(a[5]); }
= 1, 1
self-> arrays:
	test:::first { self->a[1] = 5; self->a[2] = 6; self->d = 1; }
	test:::second { trace(self->a[self->d]); trace(self->a[2]); self->a[1] = 0; trace(self->a[1]); }
	test:::many { trace(self->a[2]); }
= 5, 6, 0, 6, 0, 0, 0, 0
a stack in a self-> array:
	test:::first { self->t[self->d++] = 11; self->t[self->d++] = 22; trace(self->d); }
	test:::second { trace(self->t[--self->d]); self->t[self->d] = 0; trace(self->t[--self->d]); trace(self->d); }
= 2, 22, 11, 0
an assignment in a predicate:
	BEGIN { a[1] = 5; }
	BEGIN /this->x = a[1]/ { trace(this->x); }
	BEGIN /this->y = a[2]/ { trace(this->y); }
= 5
what is changed in place is read before the operand, which may change it:
	BEGIN { x = 5; trace(x += (x = 3)); trace(x -= x++); trace(this->y = 2); trace(this->y *= ++this->y); }
	BEGIN { self->z = 4; trace(self->z |= --self->z); trace(self->z); }
= 8, 0, 2, 6, 7, 7
strings that a constant predicate leaves unused:
	test:::many / 0 / { this->s = "/usr/bin/x.d"; }
= nothing
a thread-local variable is read anew where it may have changed:
	self int64_t v; int64_t w;
	BEGIN { self->v = 5; }
	BEGIN /self->v == 5/ { trace(self->v); self->v = 6; trace(self->v); self->v++; trace(self->v); }
	BEGIN /self->v/ { w = self->v + (self->v = 9); trace(w); trace(self->v); self->v = 0; trace(self->v); }
	BEGIN { self->v = 3; trace(self->v ? self->v + 1 : self->v - 1); trace((self->v = 0) ? 7 : self->v); }
= 5, 6, 7, 16, 9, 0, 4, 0
