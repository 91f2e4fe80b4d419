prelude:
	#pragma D option destructive

with its NUL:
	test:::first { copyoutstr("abc", 0x10000000, 100); trace(copyinstr(0x10000000)); trace(copyinstr(0x10000004)); }
= "abc", "o, world"
as much as is wanted:
	test:::first { copyoutstr("abc", 0x10000000, 2); trace(copyinstr(0x10000000)); }
= "abllo, world"
a text that is put together:
	BEGIN { s = "xy"; n = 4; }
	test:::first { copyoutstr(strjoin(s, "zzz"), 0x10000000, n); trace(copyinstr(0x10000000)); }
= "xyzzo, world"
nothing:
	test:::first { copyoutstr("abc", 8, 0); trace(1); }
= 1
an address that cannot be written:
	test:::first { copyoutstr("12345678", 0x10000ff8, 9); }
= BADADDR(0x10000ff8)
in no process:
	BEGIN { copyoutstr("abc", 0x10000000, 4); }
= BADADDR(0x10000000)
a number:
	test:::first { copyoutstr(5, 0x10000000, 4); }
= D_PROTO_ARG
