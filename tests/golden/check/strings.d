BEGIN
{
	self->path = copyinstr(arg0);
}

END
/self->path != NULL && self->path/
{
	trace(strjoin(self->path, stringof(arg1)));
	trace(strlen(args[1]));
	this->s = pid == 0 ? "idle" : execname;
	self->path = 0;
}
