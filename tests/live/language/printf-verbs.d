#!/usr/sbin/dtrace -q -s
BEGIN
{
	printf("%d %i %u %x %X %o %c %%\n", -5, 6, 7, 255, 255, 8, 'x');
	printf("[%5d] [%-5d] [%05d] [%+d] [% d] [%#x] [%#o]\n", 42, 42, 42, 42, 42, 42, 8);
	printf("[%s] [%8s] [%-8s] [%.2s] [%8.2s]\n", "abc", "abc", "abc", "abc", "abc");
	printf("[%*d] [%-*d] [%.*s]\n", 6, 42, 6, 42, 2, "abcdef");
	printf("%hhd %hd %ld %lld %lu %llx\n", (char)-1, (short)-2, (long)-3, -4LL, 5UL, 6ULL);
	printf("%p %p\n", 0, 0xdeadbeef);
	printf("%'d\n", 1234567);
	printf("%S|%s|\n", "tab\there", "tab\there");
	printf("%d %d\n", (unsigned char)200, (char)200);
	printf("%u %d\n", -1, 0xffffffff);
	printf("no newline");
	printf("%Y|%T\n", 0, 0);
	exit(0);
}
