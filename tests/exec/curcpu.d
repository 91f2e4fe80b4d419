without its library, with which tests/live/language.sh has it:
	BEGIN { trace(curcpu); }
= D_IDENT_UNDEF
