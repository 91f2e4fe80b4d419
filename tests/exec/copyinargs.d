# The last byte is the NUL of the last argument.
prelude:
	BEGIN { zero = 0; three = 3; }

copyinargs(0x10000080, 9) = "ab cdefg"
copyinargs(0x10000080, three) = "ab"
copyinargs(0x10000080, zero) = ""
copyinargs(0x10000000, 14) = "hello, world "
strlen(copyinargs(0x10000100, 256)) = 255
strlen(copyinargs(0x10000100, 100000)) = 255
substr(copyinargs(0x10000100, 300), 250) = "qrstu"
copyinargs(8, 9) = BADADDR(8)
copyinargs(0x10000ffc, 8) = BADADDR(0x10000ffc)
copyinargs("ab", 1) = D_PROTO_ARG

