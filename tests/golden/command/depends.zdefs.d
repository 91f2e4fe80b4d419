#!dtrace -Z -e -s %
#pragma D depends_on provider nosuchprovider
BEGIN { }
