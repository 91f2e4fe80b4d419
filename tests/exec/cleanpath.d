prelude:
	BEGIN { p = "/a//b/./c/../d"; dots = "/a/b/.."; empty = ""; }

cleanpath(p) = "/a/b/d"
cleanpath(dots) = "/a/"
cleanpath(empty) = ""
cleanpath("/") = "/"
cleanpath("//") = "/"
cleanpath("/..") = "/"
cleanpath("/../..") = "/"
cleanpath("/../x") = "/x"
cleanpath("a/../b") = "/b"
cleanpath("a/..") = "/"
cleanpath("./a") = "./a"
cleanpath("/a/.") = "/a/."
cleanpath("/a/./") = "/a/"
cleanpath("/.../x") = "/.../x"
cleanpath("/..x/y") = "/..x/y"
cleanpath("/.x/..y/.") = "/.x/..y/."
cleanpath("/a/b/c/../../d") = "/a/d"
cleanpath("/a/b/../../../../d") = "/d"
cleanpath("/a/./././b") = "/a/b"
cleanpath("x.y/..z") = "x.y/..z"
cleanpath("..") = ".."
cleanpath("a..") = "a.."
cleanpath("../a") = "../a"
cleanpath("/usr/lib/./../lib//x") = "/usr/lib/x"
strlen(cleanpath(p)) = 6
cleanpath(strjoin(p, "/../..")) = "/a/"
basename(cleanpath("/a/b/../c")) = "c"

a number:
	BEGIN { trace(cleanpath(3)); }
= D_PROTO_ARG
