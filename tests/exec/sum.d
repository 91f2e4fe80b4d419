of arguments:
	test:::many { @ = sum(arg0); @k[arg1] = sum(arg1); }
= -8613303245920328944, 0, 0, 7, 28
negative numbers:
	BEGIN { @ = sum(-5); @ = sum(3); @n = sum((char)-1); @u = sum((unsigned char)255); }
= -2, -1, 255
of what does not count:
	BEGIN { @ = sum("x"); }
= D_PROTO_ARG
