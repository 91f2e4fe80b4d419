BEGIN { @ = lquantize(3, 0, 10, 5); @ = lquantize(-1, 0, 10, 5); @ = lquantize(12, 0, 10, 5); exit(0); }
