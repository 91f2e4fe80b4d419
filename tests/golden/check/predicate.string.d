BEGIN
{
	self->name = execname;
}

END
/!self->name/
{
	exit(1);
}
