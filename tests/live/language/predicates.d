#!/usr/sbin/dtrace -q -s
BEGIN { i = 3; self->x = 0; }
BEGIN /i == 3/ { printf("three\n"); }
BEGIN /i > 3/ { printf("never\n"); }
BEGIN /i == 3 && self->x == 0/ { printf("both\n"); self->x = 1; }
BEGIN /self->x/ { printf("set\n"); }
BEGIN /(this->half = i / 2) == 1/ { printf("half %d\n", this->half); }
BEGIN /"a" != "b"/ { exit(0); }
