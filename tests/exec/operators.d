# Operators on constants, which the checker folds, and on variables, which it cannot.
prelude:
	BEGIN { zero = 0; one = 1; two = 2; seven = 7; minus = -1; big = 0x7fffffffffffffff; }

1 + 2 * 3 = 7
(1 + 2) * 3 = 9
7 / 2 = 3
-7 / 2 = -3
-7 % 3 = -1
7 % -3 = 1
10 - 4 - 3 = 3
1 << 4 = 16
-16 >> 2 = -4
0xf0 & 0x3c = 0x30
0xf0 | 0x0f = 255
0xf0 ^ 0xff = 15
~0 = -1
!0 = 1
!5 = 0
'a' = 97
1 ? 2 : 3 = 2
0 ? 2 : 3 = 3
(1, 2) = 2
0xffffffffu = 4294967295
4294967296 = 4294967296
18446744073709551615 = 18446744073709551615
sizeof (int) = 4
sizeof (long) = 8
1 / 0 = D_DIV_ZERO
1 % 0 = D_DIV_ZERO

seven + two * seven = 21
seven - two - one = 4
seven / two = 3
-seven / two = -3
-seven % two = -1
seven % -two = 1
one << seven = 128
minus >> 3 = -1
(unsigned int)minus >> 28 = 15
seven & 3 = 3
seven | 8 = 15
seven ^ 5 = 2
~seven = -8
seven == 7 = 1
seven != 7 = 0
seven > two = 1
seven >= 7 = 1
seven < two = 0
two <= two = 1
minus < one = 1
minus < 1u = 0
(uint64_t)minus > (uint64_t)one = 1
big + 1 < 0 = 1

one && zero = 0
one && two = 1
zero || zero = 0
zero || two = 1
one ^^ two = 0
one ^^ zero = 1
zero ^^ zero = 0
!zero = 1
!seven = 0
!(seven == 7) = 0
!!seven = 1
one && (two || zero) && !zero = 1
(one && zero) || (two && seven) = 1
(one || zero) == 1 = 1
(seven > two) + (two > seven) = 1
seven ? 10 : 20 = 10
zero ? 10 : 20 = 20
zero ? 1 : one ? 2 : 3 = 2
(seven > two ? seven : two) * 2 = 14
(zero, two) = 2
zero && 1 / zero = 0
one || 1 / zero = 1
zero ? 1 / zero : 5 = 5

1 / zero = DIVZERO
one / zero = DIVZERO
one % zero = DIVZERO
(uint64_t)one / zero = DIVZERO
seven / (two - 2) = DIVZERO
big / minus = -9223372036854775807
(-big - 1) / minus = -9223372036854775808
(-big - 1) % minus = 0

(char)300 = 44
(unsigned char)minus = 255
(char)minus = -1
(short)70000 = 4464
(int)5000000000 = 705032704
(unsigned int)minus = 4294967295
(uint64_t)minus = 18446744073709551615
(char)seven + (char)120 = 127
(char)two * (char)100 = -56
(unsigned char)200 + (unsigned char)100 = 44
(int)(char)0x80 = -128
(long)seven = 7

operators of assignment give their value:
	BEGIN { trace(x = 5); trace(x += 3); trace(x -= 1); trace(x *= 6); trace(x /= 4); }
	BEGIN { trace(x %= 7); trace(x <<= 4); trace(x >>= 1); trace(x |= 7); trace(x &= 13); trace(x ^= 1); }
= 5, 8, 7, 42, 10, 3, 48, 24, 31, 13, 12
assignments nest:
	BEGIN { a = b = c = 4; trace(a + b + c); trace(a = (b = 7) + 1); trace(b); }
= 12, 8, 7
increments before and after:
	BEGIN { x = 5; trace(x++); trace(x); trace(++x); trace(x--); trace(--x); trace(x); }
= 5, 6, 7, 7, 5, 5
increments wrap:
	int8_t c; uint8_t u;
	BEGIN { c = 127; c++; trace(c); u = 0; u--; trace(u); }
= -128, 255
an operand is taken before it changes:
	BEGIN { x = 5; trace(x + x++); trace(x); trace(x++ + x); }
= 10, 6, 13
a division by zero in an assignment leaves the variable alone:
	BEGIN { x = 5; x /= zero; }
	BEGIN { trace(x); }
= DIVZERO, 5
by powers of two, of what is not constant:
	test:::registers { trace(arg1 / 16); trace(arg1 % 16); trace(arg1 / 1); trace(-arg1 / 4096); }
= -569661130665334663, -8, -9114578090645354616, 2225238791661463
by other constants:
	test:::registers { trace(arg1 / 10); trace(arg1 % 10); trace(arg1 / 5000000000); }
= -911457809064535461, -6, -1822915618
names that are equal and that are not:
	test:::first /execname == "traced" && probename != "second"/ { trace(1); }
	test:::first /execname != "traced" || probename == "second"/ { trace(2); }
	test:::second /probename != "second" || execname == "trace" || execname == "traced1"/ { trace(3); }
= 1
