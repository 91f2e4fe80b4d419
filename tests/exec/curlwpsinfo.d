without its library, with which tests/live/language.sh has it:
	BEGIN { trace(curlwpsinfo); }
= D_IDENT_UNDEF
