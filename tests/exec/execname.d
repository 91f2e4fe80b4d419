strlen(execname) > 0 = 1
execname != "" = 1
execname == execname = 1

in a site:
	test:::first { trace(execname); trace(execname == "traced"); trace(strlen(execname)); }
	test:::first /execname == "other"/ { trace(1); }
= "traced", 1, 6
as a key:
	test:::first { @[execname] = count(); x[execname] = 5; trace(x["traced"]); }
= 5, "traced", 1
in a variable:
	test:::first { this->e = execname; self->e = execname; g = execname; trace(this->e); trace(self->e); trace(strjoin(g, "!")); }
= "traced", "traced", "traced!"
