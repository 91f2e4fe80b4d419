#!dtrace -e -s %
#pragma D depends_on provider dtrace
#pragma D depends_on provider nosuchprovider
#pragma D depends_on provider profile
BEGIN { }
