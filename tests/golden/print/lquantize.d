int64_t x;
BEGIN { x = -11; @ = lquantize(x, -10, 20, 10); x = -10; @ = lquantize(x, -10, 20, 10); x = -1; @ = lquantize(x, -10, 20, 10); }
BEGIN { x = 0; @ = lquantize(x, -10, 20, 10); x = 19; @ = lquantize(x, -10, 20, 10, 2); x = 20; @ = lquantize(x, -10, 20, 10); }
BEGIN { x = 0x7fffffffffffffff; @ = lquantize(x, -10, 20, 10); x = -x; @ = lquantize(x, -10, 20, 10); }
BEGIN { x = 3; @one = lquantize(x, 0, 5); @eight[x] = lquantize(x * 8, 0, 64, 8); }
