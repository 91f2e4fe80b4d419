#!/usr/sbin/dtrace -s
a /* one
line */ b // to the end
c \
d
# 100 "other.d"
e
#line 7
f
#
#ident "x"
#pragma ident "y"
#pragma D option quiet
