prelude:
	BEGIN { s = "abcabc"; empty = ""; p = 2; }

rindex(s, "a") = 3
rindex(s, "c") = 5
rindex(s, "bc") = 4
rindex(s, "abcabc") = 0
rindex(s, "x") = -1
rindex(s, "a", 2) = 0
rindex(s, "a", p) = 0
rindex(s, "a", 3) = 3
rindex(s, "c", 1) = -1
rindex(s, "a", 100) = 3
rindex(s, "a", -1) = -1
rindex(s, empty) = 6
rindex(s, empty, 3) = 3
rindex(s, empty, 100) = 6
rindex(s, empty, -1) = 0
rindex(empty, empty) = 0
rindex(empty, "a") = -1
