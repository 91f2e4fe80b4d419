prelude:
	BEGIN { a = "apple"; empty = ""; }

strlen("") = 0
strlen("abc") = 3
strlen(a) = 5
strlen(empty) = 0
strlen(strjoin(a, a)) = 10
strlen(copyinstr(0x10000000)) = 12
strlen((string)0x10000100) = 255
strlen(probename) = 5
sizeof (strlen(a)) = 8
strlen(5) = D_PROTO_ARG
strlen() = D_PROTO_LEN
