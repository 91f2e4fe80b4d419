#!/usr/sbin/dtrace -C -q -D GIVEN=7 -s
/* The first line is for the shell; what follows keeps its number. */
#include "preprocessor.h"
#ifdef __SUNW_D
#define WHO "D"
#else
#define WHO "C"
#endif
#pragma D option strsize=32
BEGIN { printf("%d %d %s line %d\n", ANSWER, GIVEN, WHO, __LINE__); }
BEGIN { x = *(int *)0; }
ERROR { exit(0); }
