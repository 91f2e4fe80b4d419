without its library, with which tests/live/language.sh has it:
	BEGIN { trace(curpsinfo); }
= D_IDENT_UNDEF
