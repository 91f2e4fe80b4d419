#!/usr/sbin/dtrace -x oformat=json -s
/* print() as JSON: members by name. */
struct inner { enum level { LOW = -1, HIGH = 5 } level; unsigned char bytes[2]; };
struct outer { int a; unsigned int b:3; char name[8]; struct inner in[2]; union { int n; }; } o;

BEGIN
{
	o.a = -7;
	o.b = 5;
	o.name[0] = 'x';
	o.in[1].level = 5;
	o.in[1].bytes[1] = 255;
	o.n = 3;
	print(o);
	print(o.in[1]);
	print(-1);
	print("text");
	print(curthread->comm);
	print(xlate <timestruc_t>(3000000007));
	exit(0);
}
