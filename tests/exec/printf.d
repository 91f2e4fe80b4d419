# What is recorded; how it is printed is in tests/unit/output.
arguments:
	BEGIN { printf("%d %s %x\n", 5, "text", 255); }
= 5, "text", 255
of every width:
	BEGIN { x = -1; printf("%d %u %ld %c", (char)x, (unsigned char)x, (long)x, 'a'); }
= -1, 255, -1, 97
text alone:
	BEGIN { printf("hello\n"); }
= nothing
strings of all kinds:
	BEGIN { printf("%s %s %s", probename, strjoin("a", "b"), copyinstr(0x10000000)); }
= "BEGIN", "ab", "hello, world"
too few arguments:
	BEGIN { printf("%d %d\n", 1); }
= D_PRINTF_ARG
of another kind:
	BEGIN { printf("%s\n", 1); }
= D_PRINTF_ARG
a format that is none:
	BEGIN { printf("%Q\n", 1); }
= D_PRINTF_FMT
two of them:
	BEGIN { printf("%d", 1); printf("%s %d", "a", 2); trace(3); }
= 1, "a", 2, 3
