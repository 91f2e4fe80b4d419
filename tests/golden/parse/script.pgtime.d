postgresql$target:::query-start { self->t = timestamp; self->q = copyinstr(arg0); }

postgresql$target:::query-done
/self->t/
{
	@["ns"] = quantize(timestamp - self->t);
	@worst[self->q] = max((timestamp - self->t) / 1000);
	self->t = 0; self->q = 0;
}

python*:::function-entry
/basename(copyinstr(arg0)) != "__init__.py"/
{
	this->class = (char *)copyin(arg1, arg2 + 1);
	this->class[arg2] = '\0';
	printf("%*s -> %s:%d\n", self->depth++ * 2, "", stringof(this->class), (int)arg2);
}
tick-3s { exit(0) }
