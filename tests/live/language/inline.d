#!/usr/sbin/dtrace -q -s
inline int LIMIT = 3 * 4;
inline string NAME = "limit";
enum colour { RED, GREEN = 5, BLUE };
typedef unsigned int number;
number n;
BEGIN { n = LIMIT; printf("%s %d %d %d\n", NAME, n, BLUE, LIMIT > 10 ? 1 : 0); exit(0); }
