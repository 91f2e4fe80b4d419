BEGIN
{
	if (pid == 1) {
		trace("init");
	} else if (execname) {
		x = 1;
	} else
		@[x] = count();
}
