prelude:
	BEGIN { s = "Hello, [World] {az} 09"; empty = ""; text = (string)0x10000100; }

toupper(s) = "HELLO, [WORLD] {AZ} 09"
toupper(empty) = ""
toupper("@AZ[`az{") = "@AZ[`AZ{"
toupper("\xe4") = "\xe4"
strlen(toupper(text)) = 255
toupper(s) == "x" = 0
strlen(toupper(s)) = 22
