prelude:
	BEGIN { s = "/usr/lib"; c = 'u'; empty = ""; }

strrchr(s, '/') = "/lib"
strrchr(s, c) = "usr/lib"
strrchr(s, 'b') = "b"
strrchr(s, 'x') = ""
strrchr(s, '\0') = ""
strrchr(empty, 'x') = ""
strrchr("/", '/') = "/"
