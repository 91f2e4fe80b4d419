#!/usr/sbin/dtrace -s
/* No statement records the probe; a clause whose statements record nothing prints no line. */
BEGIN { }
BEGIN /0/ { }
BEGIN { x = 1; }
BEGIN { @ = count(); }
BEGIN /x == 1/ { exit(0); }
