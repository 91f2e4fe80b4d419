probefunc = ""
probefunc == "" = 1
strlen(probefunc) < 10 = 1

of one probe:
	test:::second { trace(probefunc); }
= "main"
of several probes:
	BEGIN, test:::second { trace(probefunc); trace(probefunc == "main"); }
= "", 0, "main", 1
as a key:
	BEGIN, test:::second { @[probefunc] = count(); }
= "", 1, "main", 1
in a variable:
	test:::second { self->x = probefunc; trace(self->x); trace(strjoin(probefunc, "-")); }
= "main", "main-"
