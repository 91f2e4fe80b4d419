#!/usr/sbin/dtrace -F -s
/* Names that end in -entry and -return indent. */
BEGIN { trace(1); }
BEGIN { exit(0); }
END { trace(2); }
