prelude:
	BEGIN { a = "apple"; empty = ""; text = (string)0x10000100; }

strjoin("a", "b") = "ab"
strjoin(a, "b") = "appleb"
strjoin("b", a) = "bapple"
strjoin(a, a) = "appleapple"
strjoin(empty, a) = "apple"
strjoin(a, empty) = "apple"
strjoin(empty, empty) = ""
strjoin(strjoin(a, "-"), strjoin("-", a)) = "apple--apple"
strjoin(a, "b") == "appleb" = 1
strlen(strjoin(text, text)) = 255
strlen(strjoin(a, text)) = 255
substr(strjoin(a, text), 0, 8) = "appleabc"
substr(strjoin(a, text), 250) = "lmnop"
strlen(strjoin(text, a)) = 255

a joined string as key and value:
	BEGIN { x[strjoin(a, "1")] = strjoin(a, "2"); trace(x["apple1"]); self->s = strjoin(a, "3"); trace(self->s); }
= "apple2", "apple3"
what is joined is cut at strsize:
	#pragma D option strsize=8
	BEGIN { trace(strjoin("abcde", "fghij")); trace(strlen(strjoin("abcdefgh", "ijkl"))); }
= "abcdefg", 7
