#!/usr/sbin/dtrace -s
/* A number is as wide as its type. */
BEGIN { trace((char)-1); trace((short)-2); trace((int)-3); trace((long long)-4); }
BEGIN { trace((unsigned char)255); trace((uint16_t)65535); trace(4294967295u); }
BEGIN { trace(0xffffffffffffffff); trace("text"); trace(""); trace("a"); exit(0); }
