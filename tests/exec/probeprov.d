probeprov = "dtrace"
probeprov == "dtrace" = 1
strlen(probeprov) < 10 = 1

of one probe:
	test:::second { trace(probeprov); }
= "test"
of several probes:
	BEGIN, test:::second { trace(probeprov); trace(probeprov == "test"); }
= "dtrace", 0, "test", 1
as a key:
	BEGIN, test:::second { @[probeprov] = count(); }
= "dtrace", 1, "test", 1
in a variable:
	test:::second { self->x = probeprov; trace(self->x); trace(strjoin(probeprov, "-")); }
= "test", "test-"
