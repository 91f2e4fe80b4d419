# By number, for names are a library's: tests/live/language.sh.
in a site:
	test:::first { trace(uregs[2]); trace(uregs[5]); trace(uregs[3]); trace(uregs[1] == 0x10000000); }
= 4, 7, 0x8182838485868788, 1
computed:
	inline int three = 3;
	test:::first { trace(uregs[three + 2]); }
= 7
not in dtrace itself:
	BEGIN { trace(uregs[2]); }
= D_UNSUPPORTED
none such:
	test:::first { trace(uregs[100]); }
= D_UNSUPPORTED
not a constant:
	test:::first { trace(uregs[arg0]); }
= D_UNSUPPORTED
without a number:
	test:::first { trace(uregs); }
= D_IDENT_BADREF
