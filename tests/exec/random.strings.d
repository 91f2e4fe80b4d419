# Random uses of the subroutines of strings, with values that another implementation computed.
prelude:
	int n0; int n1; int n2; int n3; int n4; int n5; int n6; int n7;
	BEGIN { s0 = "aa"; s1 = "bzz/ab/ba"; s2 = "b/b/abbA"; s3 = "abz.b/Az"; s4 = "aaaaaa.aa//b/A"; s5 = "aa"; s6 = "AAz.aa.Ab"; s7 = ""; s8 = ""; s9 = "abababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababa"; n0 = 0; n1 = 1; n2 = 3; n3 = -2; n4 = -7; n5 = 20; n6 = 300; n7 = 5; }

(((int)strlen(s6) ? dirname(s5) : substr(s9, n3)) < tolower(basename(s1))) = 1
basename(lltostr((s1 >= "b//"))) = "1"
toupper(s7) = ""
rindex(tolower(s3), s4) = -1
(s1 < strjoin(substr(s5, n1, n2), substr("", n5, n1))) = 0
substr(s6, n2, (substr(s8, n1) < toupper(".Aa"))) = "."
tolower(strrchr(s7, 'a')) = ""
tolower(substr(strchr("..", 'z'), (int)strlen(s3), n6)) = ""
substr(dirname(dirname(s6)), (int)strlen(toupper("aa")), n5) = ""
index(strchr(strchr(s1, '.'), 'a'), substr((n4 ? s0 : s5), (s8 < s8))) = -1
tolower(strchr((n5 ? s3 : "b/"), 'b')) = "bz.b/az"
(strchr(tolower(s8), 'z') == tolower(s1)) = 0
basename(strrchr(strchr(s6, 'b'), '.')) = "."
(int)strlen(strjoin(strjoin(s1, s1), "aaaa")) = 22
(dirname(dirname(s6)) >= strrchr(s8, 'b')) = 1
s5 = "aa"
(n6 ? dirname(s7) : substr(substr(s3, n6), (s0 == s3), (int)strlen(s5))) = "."
(strstr(substr(s0, n5), substr(s2, n4)) < strchr(toupper(s0), '/')) = 0
substr("b//aa", rindex((n5 ? s4 : s7), strstr(s6, s3))) = ""
strrchr(strchr(strrchr("z.", '.'), 'a'), 'a') = ""
(index(s1, s3) ? tolower(toupper(s3)) : substr(strrchr(s7, '/'), ("" >= s5), (s4 == s6))) = "abz.b/az"
(int)strlen(strstr(strjoin(s3, s4), strchr(s9, 'a'))) = 0
substr(strchr(strrchr(s0, '.'), '.'), (basename(s9) < s6)) = ""
basename(basename(basename(s1))) = "ba"
n2 = 3
substr(strjoin(lltostr(n2), strrchr("abaa", 'z')), (basename(s4) < s7), (strstr("b/", "bb/A") == strrchr(s8, 'a'))) = "3"
tolower(toupper(strrchr(s3, 'a'))) = "abz.b/az"
dirname(s5) = "."
substr("A", (s3 < s6), n4) = ""
index(s2, strjoin(dirname(s3), lltostr(n4))) = -1
substr(toupper(s8), index(toupper("aza"), tolower(s3))) = ""
dirname(strstr(s5, toupper(s6))) = "."
rindex(s7, basename(toupper("bb"))) = -1
(tolower(strchr(s4, 'A')) < substr("b/", ("ab" >= s5))) = 0
n2 = 3
rindex(toupper(strrchr(s4, 'a')), ((s4 == s7) ? substr(s9, n6, n3) : substr(".b/", n1, n5))) = -1
(int)strlen(substr((n0 ? "/" : s0), (s0 >= s0), (s8 == "aaab/"))) = 0
n7 = 5
rindex(substr(strjoin(s4, ""), index(s9, s5)), basename(basename(s2))) = -1
index(dirname(substr(s3, n0, n7)), substr(strchr(s8, 'A'), rindex(s5, s8), n4)) = 0
strrchr("zAab", 'A') = "Aab"
s2 = "b/b/abbA"
toupper(basename(strjoin(s8, "zaa"))) = "ZAA"
substr(dirname(substr(s0, n6)), n4) = "."
s8 = ""
lltostr((strrchr(s9, '.') >= strjoin("aA", s8))) = "0"
s8 = ""
s0 = "aa"
(toupper(dirname("")) == s1) = 0
(strchr(dirname("a/b/"), '/') < substr(strchr(s0, '.'), (s1 < s5))) = 0
(toupper(substr(s4, n7, n0)) < strstr(s2, substr("", n3))) = 1
strrchr("/.A", '.') = ".A"
(substr(strjoin(s9, s1), index("b/ab", "aa"), index("", s7)) >= dirname(toupper(s7))) = 0
tolower(strrchr(strstr(s0, ".ab/"), '/')) = ""
("/" < s8) = 0
substr(s7, n0, (s8 == s8)) = ""
n7 = 5
s0 = "aa"
rindex(toupper(substr("z", n6)), strchr(strchr(s8, 'a'), 'z')) = 0
(strjoin(s1, strstr(s2, s3)) < substr(substr(s7, n5), n5, ("b/bb" == s3))) = 0
n1 = 1
substr(lltostr(n6), (strchr(s8, 'z') == strchr(s7, 'b')), n3) = ""
toupper("../") = "../"
dirname((index(s5, s8) ? substr(s6, n6, n5) : dirname(s9))) = "."
index((n7 ? s7 : s1), lltostr(n0)) = -1
strrchr(tolower(substr(s0, n0)), 'z') = ""
lltostr((strrchr(s4, 'A') == "b")) = "0"
tolower(strchr(s6, 'A')) = "aaz.aa.ab"
basename(substr(strchr("aaaA", 'b'), rindex(s4, s6))) = "."
(dirname(s0) >= substr(dirname(s0), (s7 >= s8), n7)) = 1
(basename(strjoin(s0, s0)) < strrchr(strstr(s0, "/"), 'b')) = 0
(int)strlen(s2) = 8
(substr(substr(s0, n2, n5), index(s2, s6)) >= (rindex(s5, "b") ? strstr(s8, s5) : substr("aaA", n3))) = 1
strrchr(toupper(strjoin(s3, "")), '/') = "/AZ"
"" = ""
n0 = 0
dirname(dirname("")) = "."
n5 = 20
strchr(dirname(s1), '/') = "/ab"
(substr(basename("b.ab"), (s6 < s0), (s4 == "b/aa")) >= substr(basename(s5), n6, n5)) = 1
tolower(strrchr(strrchr(s5, 'A'), '.')) = ""
strstr(strrchr(s2, 'z'), tolower(tolower(s8))) = ""
toupper(strjoin(substr(s1, n7, n6), substr(s3, n3))) = "B/BAAZ"
strjoin(strstr(lltostr(n5), strstr(s1, s1)), tolower(substr(s1, n3, n0))) = ""
n2 = 3
rindex(toupper(substr(s2, n7)), toupper(s1)) = -1
strrchr(basename(strjoin(s2, s3)), 'z') = "z"
strchr(substr(s0, n6), 'a') = ""
tolower(s4) = "aaaaaa.aa//b/a"
substr(strchr(strjoin(s4, s9), 'A'), n5, (int)strlen(substr("", n3))) = ""
strrchr(s8, 'A') = ""
(int)strlen(strchr(strchr("", 'b'), '/')) = 0
n3 = -2
((strchr(s8, 'b') >= dirname(s7)) ? strrchr(substr(s7, n3), 'b') : dirname(strrchr(s2, 'b'))) = "."
toupper(tolower(basename(s2))) = "ABBA"
strrchr(tolower(basename(s2)), '.') = ""
substr(strjoin(strjoin(s3, s8), substr(s2, n2, n2)), n2, (strrchr(s5, 'A') >= strstr(s2, s9))) = "."
(s9 == substr(substr(s7, n5, n6), index("ba", s4))) = 0
strstr(basename(tolower(s4)), basename(dirname(s4))) = ""
index(strrchr(strjoin(s4, s2), '/'), strstr(s7, strstr(s7, s0))) = 0
basename(toupper(substr("aa", n0))) = "AA"
substr(strstr(strchr(s2, '/'), substr(s4, n0)), index(substr(s7, n5, n6), strstr(s9, s8))) = ""
(toupper(substr(s3, n3)) < toupper(tolower(s7))) = 0
(n1 ? dirname(s2) : "ab/") = "b/b"
toupper(substr(s5, (s2 < s6), n5)) = "AA"
rindex(s6, toupper(substr("aa", n3, n6))) = 0
(tolower(strchr(s4, 'A')) < s3) = 1
substr(dirname((n5 ? s1 : "Abz")), n1, (basename(s0) >= toupper(s7))) = "z"
strchr(strrchr(strjoin(s9, "aa/"), 'b'), 'z') = ""
n5 = 20
tolower(strchr(basename(s9), 'A')) = ""
strchr(s4, 'a') = "aaaaaa.aa//b/A"
(dirname(s3) >= strrchr(dirname(s4), 'A')) = 1
substr("/.", rindex(lltostr(n7), substr(s0, n7))) = "."
strstr(substr(strstr(s8, s5), ("aa" >= ".b"), (int)strlen(s5)), s0) = ""
rindex(substr(lltostr(n6), n6, (s9 >= s5)), substr(tolower(s8), (int)strlen(s9))) = 0
((int)strlen(s7) ? dirname(strstr("", "")) : s8) = ""
strjoin(strrchr(strchr(s8, '/'), 'b'), s5) = "aa"
rindex(basename(dirname(s2)), strrchr(substr(s0, n2, n5), 'z')) = 1
(int)strlen(strjoin(lltostr(n6), substr(s9, n0, n1))) = 4
(strchr(strrchr(s0, 'b'), 'z') >= toupper(strstr(s4, s7))) = 0
s6 = "AAz.aa.Ab"
dirname(strjoin(strchr("", '.'), strjoin(s2, s5))) = "b/b"
strjoin(tolower(dirname("A/")), basename(strrchr(s6, 'z'))) = ".z.aa.Ab"
(tolower(toupper(s1)) == s3) = 0
n5 = 20
toupper(strchr(tolower(s8), '/')) = ""
tolower(strchr(basename(s1), 'z')) = ""
(tolower(substr(s7, n0)) < s8) = 0
strrchr(toupper("zaab"), '/') = ""
dirname(strrchr(strrchr(s0, '/'), '.')) = "."
n4 = -7
substr(s1, (toupper(s2) == tolower(s0)), (lltostr(n4) >= s1)) = ""
basename(strjoin(strjoin(s0, s6), dirname("aazz"))) = "aaAAz.aa.Ab."
strchr(dirname(strstr(s4, "")), 'a') = "aaaaaa.aa//b"
(s3 >= tolower(tolower(s4))) = 1
n2 = 3
strrchr(strrchr(s7, '/'), 'b') = ""
dirname(tolower((n5 ? s1 : s5))) = "bzz/ab"
strrchr(strrchr(strchr("", 'a'), 'z'), 'b') = ""
strstr(basename(strrchr("ab", 'A')), s4) = ""
(int)strlen(strjoin(basename(s5), basename(s1))) = 4
s7 = ""
n7 = 5
rindex(strrchr((n3 ? "b/aa" : s9), 'b'), strstr(substr("abaa", n2), s4)) = 4
strchr(strchr(lltostr(n2), 'b'), 'b') = ""
strchr(strjoin(strchr(s2, 'b'), substr(s2, n0, n1)), 'b') = "b/b/abbAb"
tolower(substr(strjoin(s8, s6), (s6 >= ""))) = "az.aa.ab"
tolower(strchr(strstr(s9, "zza"), '/')) = ""
(strrchr(strchr(s3, 'b'), 'A') >= lltostr(index(s5, s6))) = 1
basename(strchr(s7, 'a')) = "."
strstr("aab", basename(strchr(s4, 'z'))) = ""
toupper(substr(strrchr(s6, '/'), ("aa" < s3), n3)) = ""
s5 = "aa"
dirname(s4) = "aaaaaa.aa//b"
n4 = -7
strjoin(toupper(dirname(s0)), basename(dirname(s7))) = ".."
basename(substr(substr(s8, n4), rindex("a./", "b"))) = "."
substr(tolower(substr(s2, n0, n0)), (substr(s5, n4) == strstr(s5, s7))) = ""
substr(s3, (s6 >= strstr(s0, "")), (strrchr(s4, '/') == strjoin(s1, s1))) = ""
s2 = "b/b/abbA"
(int)strlen(substr(substr(s5, n1), n5)) = 0
strstr(toupper(strrchr("abb.", '.')), tolower(strjoin(s3, s0))) = ""
toupper(toupper(lltostr(n3))) = "-2"
rindex(strrchr(substr("", n2, n2), 'a'), strstr(tolower(s4), toupper(s7))) = -1
strchr(strchr(substr(s0, n2), 'A'), 'a') = ""
substr(strjoin(strstr(s2, ""), strchr(s4, 'b')), n4, n0) = ""
(substr(dirname(s4), (s7 == s7), (s2 >= "")) == strjoin(lltostr(n3), lltostr(n7))) = 0
("aAb/" < strstr(s4, basename("aa."))) = 1
strrchr(strjoin(substr(s1, n6, n5), substr("b", n6, n0)), '/') = ""
substr(strstr(strjoin(s5, s2), strrchr(s9, '/')), (int)strlen(toupper(s0)), rindex((n7 ? s7 : s3), strjoin(s0, "baaab"))) = "b/b/abb"
tolower(lltostr((s9 >= s2))) = "0"
strrchr(s7, '.') = ""
s3 = "abz.b/Az"
(int)strlen(s2) = 8
substr(s4, (substr("/A", n6, n4) >= tolower(s4))) = "aaaaaa.aa//b/A"
s8 = ""
basename(".ab") = ".ab"
strstr(strrchr(substr("b/zb/", n0), 'a'), toupper(substr(s4, n5))) = ""
strstr(basename(strchr(s6, '.')), strrchr(basename(s7), '.')) = ".aa.Ab"
(int)strlen(toupper(substr(s8, n7))) = 0
(index(strstr(s8, s4), tolower("aab")) ? basename(basename(s0)) : strjoin(basename("b/"), strrchr(s3, 'z'))) = "aa"
strjoin(toupper(substr("zb/a", n0)), dirname(strjoin(s4, s3))) = "ZB/Aaaaaaa.aa//b/Aabz.b"
(toupper(toupper(s8)) == (n3 ? strstr("", "") : substr(s8, n0))) = 1
(basename(s1) >= strrchr(s8, 'z')) = 1
(s2 == lltostr((s9 < s3))) = 0
lltostr(n4) = "-7"
n4 = -7
s8 = ""
n0 = 0
s5 = "aa"
(strchr(strjoin("aaa", s2), 'A') < tolower(dirname(s8))) = 0
(int)strlen(tolower(strrchr(s2, '.'))) = 0
strrchr(lltostr(index("ab", s8)), 'z') = ""
toupper(strjoin(toupper(s8), substr(s8, n0))) = ""
toupper(strrchr(substr(s4, n5), 'z')) = ""
(tolower(strstr("Aab/", s1)) >= substr(strstr("//", ""), index(s0, ""), (s4 < s9))) = 0
strjoin(basename(lltostr(n3)), strrchr(basename(s5), 'z')) = "-2"
index(s4, dirname(strchr(s7, 'z'))) = 6
n7 = 5
tolower(strchr("A", 'a')) = ""
toupper(strrchr(s7, '.')) = ""
n6 = 300
(s8 >= strjoin((n2 ? s2 : "aa."), dirname(s0))) = 0
s0 = "aa"
(strstr(strjoin(s3, "/"), strrchr(s0, 'b')) >= substr(strchr(s8, 'z'), ("a" < s8))) = 1
strchr(s9, 'A') = ""
(strstr(tolower(s3), tolower(s0)) == lltostr((int)strlen(s0))) = 0
n6 = 300
tolower(s1) = "bzz/ab/ba"
strrchr(substr(strrchr("aaaa", 'b'), n0), 'z') = ""
n2 = 3
(strstr(substr(s7, n5, n7), strrchr(s4, '/')) == strrchr((n0 ? s8 : s2), '/')) = 0
substr(strrchr(dirname("ab"), 'A'), (substr(s9, n0, n2) >= s5), n6) = ""
dirname(substr(substr(s4, n6), (s4 >= s1))) = "."
rindex("ab", strstr((n1 ? ".aa" : s8), dirname(s5))) = -1
