prelude:
	BEGIN { s = "/usr/lib"; c = 'l'; empty = ""; }

strchr(s, '/') = "/usr/lib"
strchr(s, 'u') = "usr/lib"
strchr(s, c) = "lib"
strchr(s, 'b') = "b"
strchr(s, 'x') = ""
strchr(s, 'x') == NULL = 1
strchr(s, '\0') = ""
strchr(empty, 'x') = ""
strchr(empty, '\0') = ""
