steps:
	BEGIN { @ = lquantize(0, 0, 100, 10); @ = lquantize(15, 0, 100, 10); @ = lquantize(19, 0, 100, 10); @ = lquantize(99, 0, 100, 10); }
= "0: 1", "10: 2", "90: 1"
outside:
	BEGIN { @ = lquantize(-1, 0, 100, 10); @ = lquantize(100, 0, 100, 10); @ = lquantize(1000, 0, 100, 10); }
= "< 0: 1", ">= 100: 2"
a step of one:
	BEGIN { @ = lquantize(-2, -5, 5); @ = lquantize(-2, -5, 5); @ = lquantize(4, -5, 5); }
= "-2: 2", "4: 1"
with weights:
	BEGIN { @ = lquantize(3, 0, 10, 1, 5); }
= "3: 5"
