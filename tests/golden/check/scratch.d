struct pair {
	int a;
	char *b;
};

BEGIN
{
	this->class = (char *)copyin(arg0, arg1 + 1);
	this->class[arg1] = '\0';
	trace(stringof(this->class));
	this->pair = (struct pair *)copyin(arg0, sizeof (struct pair));
	this->pair->a = 3;
	trace(stringof(this->pair->b));
	*(int *)alloca(4) = 1;
}
