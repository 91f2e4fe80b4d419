int g;
self int t;
this int c;
BEGIN { g = 1; self->t = 2; this->c = 3; a["k"] = 4; printf("%d %d %d %d %d\n", g, self->t, this->c, a["k"], a["none"]); exit(0); }
