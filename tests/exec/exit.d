the status:
	BEGIN { exit(7); }
= 7
nothing fires after it but END:
	BEGIN { exit(1); trace(2); }
	BEGIN { trace(3); }
	test:::first { trace(4); }
	END { trace(5); }
= 1, 2, 5
under a condition:
	test:::first { n = 1; if (n > 5) exit(1); }
	test:::second { if (n) { exit(2); } }
	test:::third { trace(3); }
= 2
a status is needed:
	BEGIN { exit(); }
= D_PROTO_LEN
