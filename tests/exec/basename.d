prelude:
	BEGIN { p = "/usr/lib/libc.so"; empty = ""; text = (string)0x10000100; }

basename(p) = "libc.so"
basename("/usr/lib/") = "lib"
basename("/usr/lib///") = "lib"
basename("usr") = "usr"
basename("usr/") = "usr"
basename("/usr") = "usr"
basename("/") = "/"
basename("///") = "/"
basename(empty) = "."
basename("") = "."
basename(".") = "."
basename("..") = ".."
basename("a/b") = "b"
basename("//a//b//") = "b"
basename(text) == text = 1
basename(basename(p)) = "libc.so"
basename(p) == "libc.so" = 1
