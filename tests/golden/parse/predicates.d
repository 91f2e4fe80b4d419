BEGIN /x/ { a; }
BEGIN /x / 2/ { b; }
BEGIN /x / y / z/
{ c; }
BEGIN / x == 1 /* why */ && // because
	y / 2 /  /* here */ // it ends
{ d; }
BEGIN /x/// touching
{ e; }
BEGIN /x/;
BEGIN /(a / b) == "a/b"/ { f; }
BEGIN /x /= 2/ { g; }
BEGIN
/ self->t
/
{
	h / 2;
}
BEGIN /x/
