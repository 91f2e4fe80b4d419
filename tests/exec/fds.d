without its library, with which tests/live/language.sh has it:
	BEGIN { trace(fds[0].fi_name); }
= D_IDENT_UNDEF
