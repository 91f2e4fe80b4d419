prelude:
	BEGIN { p = "/usr/lib/libc.so"; empty = ""; text = (string)0x10000100; }

dirname(p) = "/usr/lib"
dirname("/usr/lib/") = "/usr"
dirname("/usr/lib///") = "/usr"
dirname("usr") = "."
dirname("usr/") = "."
dirname("/usr") = "/"
dirname("//usr") = "/"
dirname("/") = "/"
dirname("///") = "/"
dirname(empty) = "."
dirname(".") = "."
dirname("..") = "."
dirname("a/b") = "a"
dirname("//a//b//") = "//a"
dirname(text) = "."
dirname(dirname(p)) = "/usr"
strjoin(dirname(p), strjoin("/", basename(p))) == p = 1
