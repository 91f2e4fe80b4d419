prelude:
	BEGIN { s = "/usr//lib/x.so"; sep = "/"; empty = ""; both = ",;"; }

strtok(s, "/") = "usr"
strtok(s, sep) = "usr"
strtok(s, ".") = "/usr//lib/x"
strtok("", "/") = ""
strtok(empty, sep) = ""
strtok("///", "/") = ""
strtok(s, "") = "/usr//lib/x.so"
strtok(s, empty) = "/usr//lib/x.so"
strtok("a,b;c", both) = "a"
strtok(NULL, "/") = ""
strlen(strtok(s, "/")) = 3
strtok(strtok(s, "."), "/") = "usr"

one after the other:
	BEGIN { trace(strtok(s, "/")); trace(strtok(NULL, "/")); trace(strtok(NULL, sep)); trace(strtok(NULL, "/")); trace(strtok(NULL, "/")); }
= "usr", "lib", "x.so", "", ""
what ends a token is still there:
	BEGIN { trace(strtok("a,b;c", ",")); trace(strtok(NULL, ";")); trace(strtok(NULL, both)); }
= "a", ",b", "c"
a new text:
	BEGIN { this->a = strtok("a b", " "); this->b = strtok("c d", " "); trace(this->a); trace(this->b); trace(strtok(NULL, " ")); trace(strtok(0, " ")); }
= "a", "c", "d", ""
the text as it was, also if the variable changes:
	BEGIN { x = "a b"; this->a = strtok(x, " "); x = "y"; trace(strtok(NULL, " ")); }
= "b"
in a later clause of the firing:
	BEGIN { this->a = strtok("a b", " "); }
	BEGIN { trace(strtok(NULL, " ")); }
= "b"
not in a later firing:
	test:::first { trace(strtok("a b", " ")); }
	test:::second { trace(strtok(NULL, " ")); }
= "a", ""
as long as it is there:
	BEGIN { this->t = strtok("ab", "b"); trace(this->t != NULL); trace(strtok(NULL, "b") == NULL); }
= 1, 1
all characters separate:
	BEGIN { trace(strtok("x\377y", "\377")); trace(strtok(NULL, "\377")); }
= "x", "y"
a number:
	BEGIN { trace(strtok(3, "/")); }
= D_OP_INCOMPAT
