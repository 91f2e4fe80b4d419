#!/usr/sbin/dtrace -q -x argref -s
/* All the same it is of use with an operand on the command line. */
BEGIN { printf("%s\n", probename); exit(0); }
