#!/usr/sbin/dtrace -q -s
BEGIN
{
	@n = count(); @n = count();
	@s = sum(-5); @s = sum(2);
	@least = min(7); @least = min(-3); @least = min(9);
	@most = max(7); @most = max(-3); @most = max(9);
	@mean = avg(1); @mean = avg(4);
	@dev = stddev(2); @dev = stddev(4); @dev = stddev(4); @dev = stddev(4);
	@key["b", 1] = sum(20); @key["a", 2] = sum(30); @key["a", 1] = sum(10);
	@q = quantize(0); @q = quantize(1); @q = quantize(-5); @q = quantize(100); @q = quantize(100);
	@l = lquantize(5, 0, 10, 2); @l = lquantize(-1, 0, 10, 2); @l = lquantize(50, 0, 10, 2);
	@ll = llquantize(15, 10, 0, 3, 10); @ll = llquantize(5000, 10, 0, 3, 10);
	exit(0);
}
