#!/usr/sbin/dtrace -q -x rawbytes -s
struct name { char text[4]; };
BEGIN { p = (struct name *)alloca(4); p->text[0] = 0x61; trace(p->text); exit(0); }
