probemod = ""
probemod == "" = 1
strlen(probemod) < 10 = 1

of one probe:
	test:::second { trace(probemod); }
= "prog"
of several probes:
	BEGIN, test:::second { trace(probemod); trace(probemod == "prog"); }
= "", 0, "prog", 1
as a key:
	BEGIN, test:::second { @[probemod] = count(); }
= "", 1, "prog", 1
in a variable:
	test:::second { self->x = probemod; trace(self->x); trace(strjoin(probemod, "-")); }
= "prog", "prog-"
