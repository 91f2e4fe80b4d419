#!/usr/sbin/dtrace -q -s
BEGIN
{
	printf("%d %d %d %d %d\n", 7 + 3, 7 - 10, 7 * 3, 7 / 3, -7 / 3);
	printf("%d %d %d\n", 7 % 3, -7 % 3, 1 << 10);
	printf("%d %d %x\n", -8 >> 1, 1 ? 2 : 3, 0xf0 | 0x0f);
	printf("%x %x %x\n", 0xff & 0x3c, 0xff ^ 0x0f, ~0);
	printf("%d %d %d %d\n", 1 && 0, 1 || 0, 1 ^^ 1, !5);
	printf("%d %d %d %d\n", -1 < 1, -1 < 1u, 2 >= 2, 3 != 3);
	printf("%d %d %d\n", "abc" == "abc", "abc" < "abd", "b" > "abc");
	printf("%d %d\n", 2 + 3 * 4, (2 + 3) * 4);
	printf("%d %d\n", sizeof (int), sizeof (uint64_t));
	x = 5; y = x++ + ++x;
	printf("%d %d\n", x, y);
	x <<= 2; x |= 1; x ^= 3; x -= 1; x /= 2; x %= 7;
	printf("%d\n", x);
	printf("%d\n", (x = 9, x + 1));
	printf("%s\n", x > 5 ? "big" : "small");
	printf("%d\n", (char)300);
	printf("%d %d\n", (int)-1 == 0xffffffff, (unsigned int)-1 == 0xffffffff);
	z = 0;
	printf("%d\n", z && 1 / z);
	exit(0);
}
