struct flags {
	unsigned int a : 3;
	int b : 5;
	unsigned long c : 40;
};

BEGIN
{
	this->f = (struct flags *)arg0;
	trace(this->f->b + this->f->c);
}
