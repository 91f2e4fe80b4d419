without its library, with which tests/live/language.sh has it:
	BEGIN { trace(execargs); }
= D_IDENT_UNDEF
