# More than 32 aggregations and tables share stores, and more than 24 clauses are cut into chunks.
each of many aggregations with keys has its own values:
	int64_t x;
	BEGIN { @a0[0] = count(); @b0[x] = sum(0); self->v0 = 1; this->t += 0; }
	BEGIN { @a1[1] = count(); @b1[x] = sum(1); self->v1 = 2; this->t += 1; }
	BEGIN { @a2[2] = count(); @b2[x] = sum(2); self->v2 = 3; this->t += 2; }
	BEGIN { @a3[3] = count(); @b3[x] = sum(3); self->v3 = 4; this->t += 3; }
	BEGIN { @a4[4] = count(); @b4[x] = sum(4); self->v4 = 5; this->t += 4; }
	BEGIN { @a5[5] = count(); @b5[x] = sum(5); self->v5 = 6; this->t += 5; }
	BEGIN { @a6[6] = count(); @b6[x] = sum(6); self->v6 = 7; this->t += 6; }
	BEGIN { @a7[7] = count(); @b7[x] = sum(7); self->v7 = 8; this->t += 7; }
	BEGIN { @a8[8] = count(); @b8[x] = sum(8); self->v8 = 9; this->t += 8; }
	BEGIN { @a9[9] = count(); @b9[x] = sum(9); self->v9 = 10; this->t += 9; }
	BEGIN { @a10[10] = count(); @b10[x] = sum(10); self->v10 = 11; this->t += 10; }
	BEGIN { @a11[11] = count(); @b11[x] = sum(11); self->v11 = 12; this->t += 11; }
	BEGIN { @a12[12] = count(); @b12[x] = sum(12); self->v12 = 13; this->t += 12; }
	BEGIN { @a13[13] = count(); @b13[x] = sum(13); self->v13 = 14; this->t += 13; }
	BEGIN { @a14[14] = count(); @b14[x] = sum(14); self->v14 = 15; this->t += 14; }
	BEGIN { @a15[15] = count(); @b15[x] = sum(15); self->v15 = 16; this->t += 15; }
	BEGIN { @a16[16] = count(); @b16[x] = sum(16); self->v16 = 17; this->t += 16; }
	BEGIN { @a17[17] = count(); @b17[x] = sum(17); self->v17 = 18; this->t += 17; }
	BEGIN { @a18[18] = count(); @b18[x] = sum(18); self->v18 = 19; this->t += 18; }
	BEGIN { @a19[19] = count(); @b19[x] = sum(19); self->v19 = 20; this->t += 19; }
	BEGIN { @a3[4] = count(); trace(self->v7); trace(this->t); self->v7 = 0; trace(self->v7); trace(self->v8); }
= 8, 190, 0, 9, 0, 1, 0, 0, 1, 1, 0, 1, 2, 1, 0, 2, 3, 1, 4, 1, 0, 3, 4, 1, 0, 4, 5, 1, 0, 5, 6, 1, 0, 6, 7, 1, 0, 7, 8, 1, 0, 8, 9, 1, 0, 9, 10, 1, 0, 10, 11, 1, 0, 11, 12, 1, 0, 12, 13, 1, 0, 13, 14, 1, 0, 14, 15, 1, 0, 15, 16, 1, 0, 16, 17, 1, 0, 17, 18, 1, 0, 18, 19, 1, 0, 19
and so has each without:
	BEGIN { @c0 = sum(0); }
	BEGIN { @c1 = sum(1); }
	BEGIN { @c2 = sum(2); }
	BEGIN { @c3 = sum(3); }
	BEGIN { @c4 = sum(4); }
	BEGIN { @c5 = sum(5); }
	BEGIN { @c6 = sum(6); }
	BEGIN { @c7 = sum(7); }
	BEGIN { @c8 = sum(8); }
	BEGIN { @c9 = sum(9); }
	BEGIN { @c10 = sum(10); }
	BEGIN { @c11 = sum(11); }
	BEGIN { @c12 = sum(12); }
	BEGIN { @c13 = sum(13); }
	BEGIN { @c14 = sum(14); }
	BEGIN { @c15 = sum(15); }
	BEGIN { @c16 = sum(16); }
	BEGIN { @c17 = sum(17); }
	BEGIN { @c18 = sum(18); }
	BEGIN { @c19 = sum(19); }
	BEGIN { @c20 = sum(20); }
	BEGIN { @c21 = sum(21); }
	BEGIN { @c22 = sum(22); }
	BEGIN { @c23 = sum(23); }
	BEGIN { @c24 = sum(24); }
	BEGIN { @c25 = sum(25); }
	BEGIN { @c26 = sum(26); }
	BEGIN { @c27 = sum(27); }
	BEGIN { @c28 = sum(28); }
	BEGIN { @c29 = sum(29); }
	BEGIN { @c30 = sum(30); }
	BEGIN { @c31 = sum(31); }
	BEGIN { @c32 = sum(32); }
	BEGIN { @c33 = sum(33); }
	BEGIN { @c34 = sum(34); }
	BEGIN { @c35 = sum(35); }
	BEGIN { @c36 = sum(36); }
	BEGIN { @c37 = sum(37); }
	BEGIN { @c38 = sum(38); }
	BEGIN { @c39 = sum(39); }
= 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39
what lives as long as the firing goes through all chunks:
	this string s;
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { this->n++; this->s = strjoin(this->s, "a"); }
	BEGIN { trace(this->n); trace(this->s); }
= 30, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
