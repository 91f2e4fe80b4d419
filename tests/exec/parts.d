# Members of structures that are kept in tables: elements of associative arrays, and a thread's.
prelude:
	struct inner { short a[3]; unsigned int low:4, high:4; };
	struct outer { int x; struct inner in; char name[4]; };
	struct outer t[int, string];
	self struct outer mine;
	struct outer whole;
	BEGIN { two = 2; }

each element has its own, and the rest is 0:
	BEGIN { t[1, "a"].x = 4; t[2, "a"].x = 5; trace(t[1, "a"].x); trace(t[2, "a"].x); trace(t[3, "a"].x); }
= 4, 5, 0
what stands beside a member stays:
	BEGIN {
		t[1, "b"].in.a[two] = -7;
		t[1, "b"].in.high = 9;
		t[1, "b"].x++;
		t[1, "b"].name[0] = 'n';
		trace(t[1, "b"].in.a[2]);
		trace(t[1, "b"].in.a[1]);
		trace(t[1, "b"].in.high);
		trace(t[1, "b"].in.low);
		trace(t[1, "b"].x);
		trace(t[1, "b"].name);
	}
= -7, 0, 9, 0, 1, "n"
a key is computed once:
	BEGIN { i = 1; t[i++, "c"].x = 3; trace(i); trace(t[1, "c"].x); }
= 2, 3
a thread's:
	BEGIN { self->mine.x = 6; self->mine.in.a[1] = 7; trace(self->mine.x + self->mine.in.a[1]); }
= 13
copied as a whole:
	BEGIN { t[5, "d"].x = 8; whole = t[5, "d"]; t[5, "d"].x = 9; trace(whole.x); }
= 8
a part that begins between words, copied:
	BEGIN { whole.in.a[1] = 2; this->in = whole.in; t[6, "e"].in.a[1] = 3; part = t[6, "e"].in; trace(this->in.a[1]); trace(part.a[1]); }
= 2, 3
recorded, and chosen:
	BEGIN { whole.in.a[0] = 1; whole.in.a[1] = 2; trace(whole.in); trace((two ? whole.in : t[7, "f"].in).a[1]); }
= {01 00 02 00 00 00 00 00}, 2
strings and structures as members:
	struct note { int n; string text; struct inner in; };
	struct note note, notes[int]; self struct note own;
	BEGIN { note.text = "first"; notes[1].text = note.text; self->own.text = "own"; note.text = "second"; trace(note.text); trace(notes[1].text); trace(self->own.text); trace(notes[2].text); }
	BEGIN { note.in.a[two] = 7; notes[1].in = note.in; trace(notes[1].in.a[2]); trace(notes[1].text); self->own = notes[1]; trace(self->own.text); trace(self->own.in.a[2]); }
	BEGIN { note.text = 0; trace(note.text == ""); trace(note.n); trace(note.in.a[2]); }
= "second", "first", "own", "", 7, "first", "first", 7, 1, 0, 7
in scratch memory:
	struct note { int n; string text; struct inner in; };
	struct note note;
	BEGIN { this->p = (struct note *)alloca(sizeof (struct note)); this->p->text = "scratch"; this->p->in = whole.in; note = *this->p; trace(note.text); note.text = "note"; *this->p = note; trace(this->p->text); }
= "scratch", "note"
a string is cut to what a member has:
	#pragma D option strsize=512
	struct note { int n; string text; int after; };
	struct note note;
	BEGIN { note.after = 5; note.text = copyinstr(0x10000100); trace(strlen(note.text)); trace(note.after); }
= 255, 5
