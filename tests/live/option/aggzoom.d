#!/usr/sbin/dtrace -q -x aggzoom -s
BEGIN
{
	@ = quantize(1); @ = quantize(1); @ = quantize(2); @ = quantize(40);
	@both = lquantize(1, 0, 3, 1, 5); @both = lquantize(2, 0, 3, 1, -10);
	exit(0);
}
