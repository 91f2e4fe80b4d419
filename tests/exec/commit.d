one that is open, once:
	BEGIN { this->s = speculation(); commit(this->s); commit(this->s); }
= 1, 0
0 is none:
	BEGIN { commit(0); }
= 0
behind data:
	BEGIN { trace(1); commit(1); }
= D_COMM_DREC
behind speculate:
	BEGIN { speculate(1); commit(1); }
= D_ACT_SPEC
