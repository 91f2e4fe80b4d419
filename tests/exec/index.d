prelude:
	BEGIN { s = "abcabc"; empty = ""; p = 1; }

index(s, "a") = 0
index(s, "c") = 2
index(s, "bc") = 1
index(s, "abcabc") = 0
index(s, "abcabcd") = -1
index(s, "x") = -1
index(s, "a", 1) = 3
index(s, "a", p) = 3
index(s, "a", 0) = 0
index(s, "a", 4) = -1
index(s, "c", 5) = 5
index(s, "c", 6) = -1
index(s, "a", -5) = 0
index(s, empty) = 0
index(s, empty, 3) = 3
index(s, empty, 100) = 6
index(s, "a", 100) = -1
index(empty, empty) = 0
index(empty, empty, 5) = 0
index(empty, "a") = -1
