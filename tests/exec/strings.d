# Strings as values: comparison, order, conditions, copies, limits.
prelude:
	BEGIN { a = "apple"; b = "banana"; empty = ""; a2 = "apple"; n = 1; zero = 0; }

a = "apple"
"literal" = "literal"
"tab\there" = "tab\there"
empty = ""
a == "apple" = 1
a == "apples" = 0
a == "appl" = 0
a != "apple" = 0
a != "banana" = 1
"apple" == a = 1
a == a2 = 1
a == b = 0
a != b = 1
a < b = 1
a > b = 0
a <= a2 = 1
a >= a2 = 1
b > a = 1
a < "apples" = 1
"apples" > a = 1
a < "applf" = 1
a >= "" = 1
empty < a = 1
empty == "" = 1
empty == NULL = 1
a == NULL = 0
a != NULL = 1
"a" < "b" = 1
a < "\xff" = 1
n ? a : b = "apple"
zero ? a : b = "banana"
n ? "x" : "longer" = "x"
zero ? "x" : "longer" = "longer"
(n ? a : b) == "apple" = 1
a == "apple" && b == "banana" = 1
a == "apple" || b == "x" = 1
a == "x" ? 1 : 2 = 2
sizeof (a) = 256
(a, b) = "banana"

a string is a condition:
	BEGIN /a != NULL/ { trace(1); }
	BEGIN /empty != NULL/ { trace(2); }
= 1
variables hold copies:
	BEGIN { x = a; a = "other"; trace(x); trace(a); }
= "apple", "other"
a shorter string leaves nothing behind:
	BEGIN { x = "a long text"; x = "b"; trace(x); trace(x == "b"); trace(strlen(x)); }
= "b", 1, 1
this-> strings:
	BEGIN { this->s = a; this->t = this->s; this->s = "z"; trace(this->s); trace(this->t); }
= "z", "apple"
self-> strings:
	BEGIN { self->s = a; trace(self->s); self->s = 0; trace(self->s); trace(self->s == NULL); }
= "apple", "", 1
strings are cut at strsize:
	#pragma D option strsize=16
	BEGIN { x = "0123456789abcdefghij"; trace(x); trace(strlen(x)); }
= "0123456789abcde", 15
arms of different length:
	BEGIN { long_text = "a text of some length"; trace((n ? long_text : "x") == "a text of some length"); trace((zero ? "x" : long_text) == "a text of some length"); }
	BEGIN { trace((n ? long_text : "x") > "a text of some lengtg"); trace(strlen(n ? long_text : "x")); trace(strstr(n ? long_text : "x", "some")); }
	BEGIN { this->t = zero ? "x" : long_text; trace(this->t); x[n ? long_text : "x"] = 5; trace(x["a text of some length"]); trace((n ? execname : "x") == "a text of some length"); }
= 1, 1, 1, 21, "some length", "a text of some length", 5, 0
a string that is not there compares with long text:
	self string s; string y[int];
	BEGIN { trace(self->s == "a text that is longer than others in this program"); trace(y[1] < "a text that is longer than others in this program"); trace(strlen(self->s)); trace(strstr(self->s, "x")); trace(basename(y[2])); }
= 0, 1, 0, "", "."
arrays of char as keys:
	struct array { char text[8]; };
	BEGIN { this->p = (struct array *)0x10000080; z[this->p->text] = 7; trace(z["ab"]); trace(this->p->text); @[this->p->text] = count(); @["ab"] = count(); self->w[this->p->text] = 8; trace(self->w["ab"]); }
= 7, "ab", 8, "ab", 2
