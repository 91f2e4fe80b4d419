*(int *)alloca(4) = 0
*(char *)alloca(2048) = 0
*(char *)alloca(2049) = NOSCRATCH(2049)

what alloca() returns can be written to:
	BEGIN { this->p = (char *)alloca(8); this->p[0] = 'a'; this->p[1] = 'b'; trace(stringof(this->p)); }
= "ab"
of a size known only when it runs:
	BEGIN { n = 16; this->p = (int *)alloca(n); this->p[3] = 5; trace(this->p[3]); trace(this->p[2]); }
= 5, 0
