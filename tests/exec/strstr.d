prelude:
	BEGIN { s = "the quick brown fox"; w = "quick"; empty = ""; none = "cat"; aaa = "aaaaaaaab"; }

strstr(s, "quick") = "quick brown fox"
strstr(s, w) = "quick brown fox"
strstr(s, "the") = "the quick brown fox"
strstr(s, "fox") = "fox"
strstr(s, "x") = "x"
strstr(s, none) = ""
strstr(s, none) == NULL = 1
strstr(s, w) != NULL = 1
strstr(s, "fox ") = ""
strstr(s, empty) = "the quick brown fox"
strstr(empty, w) = ""
strstr(empty, empty) = ""
strstr(w, s) = ""
strstr(aaa, "aaab") = "aaab"
strstr(aaa, "ab") = "ab"
strstr("mississippi", "issip") = "issippi"
strstr(s, s) = "the quick brown fox"
strstr(probename, "GI") = "GIN"
strlen(strstr((string)0x10000100, "yza")) = 231
