#!dtrace -e -s %
#pragma D depends_on provider dtrace
BEGIN { }
