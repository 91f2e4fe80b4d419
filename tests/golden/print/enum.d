enum colour { RED, GREEN = 5 };
struct thing { enum colour c; };
BEGIN { x = GREEN; print(x); this->t = (struct thing *)alloca(4); this->t->c = GREEN; this->c = this->t->c; print(this->c); y = x + 1; print(y); x = 7; print(x); exit(0); }
