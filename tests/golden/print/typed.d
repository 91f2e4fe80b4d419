/* print(): what each kind of value looks like. 0x10000030 is a struct traced_point. */
typedef unsigned short ushort;
enum level { LOW = -1, HIGH = 5 };
union word { uint32_t whole; unsigned char parts[4]; };

struct point {
	int x, y;
	short list[4];
	char name[8];
	unsigned int a:3, b:7;
	int c:6;
	struct point *next;
	union word u;
};

struct nested {
	struct point at[2];
	struct { int left; enum level right; } pair;
	union { char c; ushort n; };
	int (*call)(int);
	string text;
	uint64_t none[0];
};

struct nested n;

translator struct nested < struct point *P > {
	text = P->name;
	call = NULL;
};

BEGIN
{
	print(*(struct point *)0x10000030);
	print(((struct point *)0x10000030)->u);
	print(((struct point *)0x10000030)->list);
	print(((struct point *)0x10000030)->name);
	print(((struct point *)0x10000030)->next);
	print(((struct point *)0x10000030)->c);
}

BEGIN
{
	n.at[1].x = -3;
	n.pair.right = HIGH;
	n.n = 0x4142;
	print(n);
	print(n.pair);
	print(n.pair.right);
}

BEGIN
{
	print(1);
	print((char)'x');
	print((ushort)65535);
	print("a \"text\"");
	print(pid);
	print(1 == 1 ? probename : "");
	print((enum level)-1);
	print((enum level)0);
}

/* What a translator makes is shown, not where it is. */
BEGIN
{
	this->n = xlate <struct nested *>((struct point *)0x10000030);
	print(this->n->text);
	print(this->n);
	print(xlate <struct nested *>((struct point *)0x10000030));
	print(xlate <struct nested>((struct point *)0x10000030).text);
}
