BEGIN { @ = quantize(0); @ = quantize(1); @ = quantize(-5); @ = quantize(100, 3); exit(0); }
