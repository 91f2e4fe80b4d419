one that is open, once:
	BEGIN { this->s = speculation(); discard(this->s); discard(this->s); }
= 1, 0
0 is none:
	BEGIN { discard(0); }
= 0
behind data:
	BEGIN { trace(1); discard(1); }
= D_COMM_DREC
behind speculate:
	BEGIN { speculate(1); discard(1); }
= D_ACT_SPEC
