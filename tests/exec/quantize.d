powers of two:
	BEGIN { @ = quantize(0); @ = quantize(1); @ = quantize(3); @ = quantize(4); @ = quantize(7); @ = quantize(1000); }
= "0: 1", "1: 1", "2: 1", "4: 2", "512: 1"
negative ones:
	BEGIN { @ = quantize(-1); @ = quantize(-5); @ = quantize(-9223372036854775807 - 1); }
= "-4611686018427387904: 1", "-4: 1", "-1: 1"
the largest:
	BEGIN { @ = quantize(9223372036854775807); @ = quantize(4611686018427387904); }
= "4611686018427387904: 2"
with weights:
	BEGIN { @ = quantize(5, 10); @ = quantize(6, 3); }
= "4: 13"
by key:
	BEGIN { @["a"] = quantize(1); @["b"] = quantize(2); }
= "a", "1: 1", "b", "2: 1"
