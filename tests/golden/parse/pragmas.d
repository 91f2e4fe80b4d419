#!/usr/sbin/dtrace -qs
#pragma D option quiet
#pragma	D  option   dynvarsize=16m
# pragma D depends_on provider io
#pragma ident "%Z%%M% %I% %E% SMI"
BEGIN
{
#pragma D option strsize=64
	x;
}
#pragma D attributes Evolving/Evolving/Common provider p provider
