#!/usr/sbin/dtrace -q -s
struct point { int x; short y; char name[8]; };
BEGIN
{
	printf("%d %d\n", (unsigned char)-1, (short)0x18000);
	printf("%d %d %d\n", sizeof (struct point), sizeof (char *), offsetof(struct point, y));
	this->p = (struct point *)alloca(sizeof (struct point));
	this->p->x = 7;
	this->p->y = -2;
	this->p->name[0] = 'o';
	this->p->name[1] = 'k';
	this->p->name[2] = '\0';
	printf("%d %d %s\n", this->p->x, this->p->y, stringof(this->p->name));
	exit(0);
}
