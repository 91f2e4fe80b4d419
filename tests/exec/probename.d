probename = "BEGIN"
probename == "BEGIN" = 1
strlen(probename) < 10 = 1

of one probe:
	test:::second { trace(probename); }
= "second"
of several probes:
	BEGIN, test:::second { trace(probename); trace(probename == "second"); }
= "BEGIN", 0, "second", 1
as a key:
	BEGIN, test:::second { @[probename] = count(); }
= "BEGIN", 1, "second", 1
in a variable:
	test:::second { self->x = probename; trace(self->x); trace(strjoin(probename, "-")); }
= "second", "second-"
compared where probes differ, however many they are:
	test:::first, test:::second, BEGIN { @[probename == "a name of no probe"] = count(); }
= 0, 3
