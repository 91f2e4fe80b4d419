prelude:
	BEGIN { n = -1234567890123; zero = 0; base = 16; i = -5; }

lltostr(0) = "0"
lltostr(zero) = "0"
lltostr(1234) = "1234"
lltostr(i) = "-5"
lltostr(n) = "-1234567890123"
lltostr(9223372036854775807) = "9223372036854775807"
lltostr(-9223372036854775807 - 1) = "-9223372036854775808"
lltostr(255, 10) = "255"
lltostr(255, 16) = "0xff"
lltostr(255, base) = "0xff"
lltostr(i, 16) = "0xfffffffffffffffb"
lltostr(255, 8) = "0377"
lltostr(5, 2) = "101"
lltostr(-1, 2) = "1111111111111111111111111111111111111111111111111111111111111111"
lltostr(35, 36) = "z"
lltostr(1295, 36) = "zz"
lltostr(zero, 16) = "0x0"
lltostr(zero, 8) = "0"
lltostr(zero, 2) = "0"
lltostr(zero, base - 6) = "0"
lltostr(i, base - 6) = "-5"
lltostr(-9223372036854775807 - 1, base - 6) = "-9223372036854775808"
lltostr(5, 1) = ILLOP(1)
lltostr(5, 37) = ILLOP(37)
lltostr(5, zero) = ILLOP(0)
strjoin("n=", lltostr(42)) = "n=42"
strlen(lltostr(n)) = 14
