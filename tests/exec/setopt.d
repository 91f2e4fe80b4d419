a flag:
	BEGIN { setopt("quiet"); }
= "quiet"
with a value:
	BEGIN { setopt("switchrate", "10ms"); setopt("aggsortrev", "unset"); }
= "switchrate", "10ms", "aggsortrev", "unset"
a value that is found out:
	BEGIN { s = "rev"; setopt(strjoin("aggsort", s)); }
= "aggsortrev"
no such option:
	BEGIN { setopt("wombats"); }
= D_OPTION
no such value:
	BEGIN { setopt("stackindent", "x"); }
= D_OPTION
one that cannot change while tracing runs:
	BEGIN { setopt("strsize", "64"); }
= D_OPTION
a number:
	BEGIN { setopt(5); }
= D_PROTO_ARG
not in an expression:
	BEGIN { trace(setopt("quiet")); }
= D_OP_ACT
