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
at the ends of bytes:
	BEGIN { @ = quantize(127); @ = quantize(128); @ = quantize(255); @ = quantize(256); }
	BEGIN { @ = quantize(65535); @ = quantize(65536); @ = quantize(16777215); }
	BEGIN { @ = quantize(4294967295); @ = quantize(4294967296); @ = quantize(-256); }
= "-256: 1", "64: 1", "128: 2", "256: 1", "32768: 1", "65536: 1", "8388608: 1", "2147483648: 1", "4294967296: 1"
