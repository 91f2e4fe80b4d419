int64_t x;
BEGIN { x = 0; @ = quantize(x); x = 1; @ = quantize(x); x = 2; @ = quantize(x); x = 3; @ = quantize(x); }
BEGIN { x = 4; @ = quantize(x); x = -1; @ = quantize(x); x = -2; @ = quantize(x); x = -3; @ = quantize(x); }
BEGIN { x = 0x7fffffffffffffff; @big = quantize(x); x = 0x4000000000000000; @big = quantize(x);
	x = 0x3fffffffffffffff; @big = quantize(x); }
BEGIN { x = -0x7fffffffffffffff; @small = quantize(x); x = x - 1; @small = quantize(x);
	x = -0x4000000000000000; @small = quantize(x); x = -0x3fffffffffffffff; @small = quantize(x); }
BEGIN { x = 10; @inc = quantize(x, 5); @inc = quantize(x * 10, -x); }
BEGIN { x = 0; @zero = quantize(1, x); }
