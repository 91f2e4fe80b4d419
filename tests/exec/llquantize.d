by magnitude:
	BEGIN { @ = llquantize(1, 10, 0, 3, 10); @ = llquantize(25, 10, 0, 3, 10); @ = llquantize(27, 10, 0, 3, 10); @ = llquantize(333, 10, 0, 3, 10); }
= "1: 1", "20: 2", "300: 1"
below and above:
	BEGIN { @ = llquantize(1000000, 10, 1, 3, 10); @ = llquantize(5, 10, 1, 3, 10); @ = llquantize(70, 10, 1, 3, 10); }
= "< 10: 1", "70: 1", ">= 10000: 1"
constants that change:
	BEGIN { @ = llquantize(1, 10, 0, 3, 10); @ = llquantize(1, 10, 1, 3, 10); }
= D_AGG_REDEF
