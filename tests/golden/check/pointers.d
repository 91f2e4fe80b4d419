struct node {
	struct node *next;
	char name[8];
	int value;
	struct {
		short inner[4];
	};
};

BEGIN
{
	this->n = (struct node *)arg0;
	x = this->n->next->value;
	trace(this->n->name);
	y = this->n->inner[2];
	z = &this->n->next->value;
	trace(*z);
	w = z + 2;
	d = w - z;
	u = z[1];
}
