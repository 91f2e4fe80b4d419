prelude:
	BEGIN { s = " -42 apples"; base = 16; zero = 0; empty = ""; }

strtoll("0") = 0
strtoll("1234") = 1234
strtoll(s) = -42
strtoll("+7") = 7
strtoll("\t\n 8") = 8
strtoll(empty) = 0
strtoll("apples") = 0
strtoll("-") = 0
strtoll("--5") = 0
strtoll("- 5") = 0
strtoll("007") = 7
strtoll("0x1f") = 0
strtoll("0x1f", 16) = 31
strtoll("0X1F", base) = 31
strtoll("-0xff", base) = -255
strtoll("1f", 16) = 31
strtoll("x1f", 16) = 0
strtoll("00x1", 16) = 0
strtoll("0x", 16) = 0
strtoll("777", 8) = 511
strtoll("778", 8) = 63
strtoll("101", 2) = 5
strtoll("zz", 36) = 1295
strtoll("z{", 36) = 35
strtoll("Z@", 36) = 35
strtoll("9223372036854775807") = 9223372036854775807
strtoll("-9223372036854775808") == -9223372036854775807 - 1 = 1
strtoll("18446744073709551615") = -1
strtoll(lltostr(-12345)) = -12345
strtoll(lltostr(255, 16), 16) = 255
strtoll(strjoin("1", "2")) + 1 = 13
strtoll("5", 1) = ILLOP(1)
strtoll("5", 37) = ILLOP(37)
strtoll("5", zero) = ILLOP(0)
strtoll(5) = D_PROTO_ARG
