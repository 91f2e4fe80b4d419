BEGIN
{
	print(stack());
	print(ustack());
	print(sym(0));
}
