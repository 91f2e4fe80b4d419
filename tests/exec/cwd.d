the current directory, through a mount:
	test:::first { trace(cwd); trace(basename(cwd)); }
= "/home/data/some.dir", "some.dir"
as a key:
	test:::first { @[cwd] = count(); }
= "/home/data/some.dir", 1
what is too long lacks its beginning:
	#pragma D option strsize=16
	test:::first { trace(cwd); }
= "data/some.dir"
not even the last part:
	#pragma D option strsize=8
	test:::first { trace(cwd); }
= ""
it cannot be changed:
	BEGIN { cwd = "/"; }
= D_OP_WRITE
