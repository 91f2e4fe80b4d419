pid$target::$2:entry, tick-$1, $2:::
/pid == $target && execname == $$2 && x == $1/
{
	trace($3); trace($$1); $2 = $4; self->$2 = $5;
}
