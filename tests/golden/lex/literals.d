"plain" "" "tab\tnl\nq\"b\\" "\101\x42\0end" "a\
b" 'a' '\n' '\'' '\\' '\0' '\377' 'ab' 'abcdefgh' "\q"
