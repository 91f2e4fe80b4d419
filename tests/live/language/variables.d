#!/usr/sbin/dtrace -q -s
int typed;
self int mine, never;
this string words;
string names[int, string];

BEGIN
{
	typed = 7;
	plain = typed * 6;
	self->mine = plain + 1;
	self->text = "thread";
	this->words = "clause";
	names[1, "a"] = "first";
	names[2, "a"] = "second";
	counts["x"] = 10;
	counts["x"]++;
	counts["x"] += 5;
	counts["y"]--;
}
BEGIN
{
	printf("%d %d %d %s %s\n", typed, plain, self->mine, self->text, this->words);
	printf("%s %s [%s]\n", names[1, "a"], names[2, "a"], names[3, "a"]);
	printf("%d %d %d\n", counts["x"], counts["y"], counts["z"]);
	self->mine = 0;
	self->text = 0;
	names[1, "a"] = 0;
}
BEGIN
{
	printf("%d [%s] [%s]\n", self->mine, self->text, names[1, "a"]);
	printf("%d\n", self->never);
	this->n = 3;
}
BEGIN { this->n++; printf("this->n %d\n", this->n); exit(0); }
END { printf("in END: %d %s\n", plain, names[2, "a"]); }
