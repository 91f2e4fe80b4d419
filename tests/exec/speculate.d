what it is recorded for comes first:
	BEGIN { this->s = speculation(); speculate(this->s); trace(5); }
= 1, 5
0 is none:
	BEGIN { speculate(0); trace(5); }
= 0, 5
twice:
	BEGIN { speculate(1); speculate(2); }
= D_SPEC_SPEC
behind data:
	BEGIN { trace(1); speculate(1); }
= D_SPEC_DREC
an aggregation behind it:
	BEGIN { speculate(1); @ = count(); }
= D_AGG_SPEC
a destructive action behind it:
	BEGIN { speculate(1); stop(); }
= D_ACT_SPEC
exit behind it:
	BEGIN { speculate(1); exit(0); }
= D_EXIT_SPEC
