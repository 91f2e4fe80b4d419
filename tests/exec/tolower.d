prelude:
	BEGIN { s = "Hello, [World] {AZ} 09"; empty = ""; }

tolower(s) = "hello, [world] {az} 09"
tolower(empty) = ""
tolower("@AZ[`az{") = "@az[`az{"
tolower(toupper(s)) == tolower(s) = 1
