prelude:
	BEGIN { n = 5; minus = -1; s = "hello, world"; }

copyinstr(0x10000000) = "hello, world"
copyinstr(0x10000007) = "world"
copyinstr(0x10000000, 5) = "hello"
copyinstr(0x10000000, n) = "hello"
copyinstr(0x10000000, 0) = ""
copyinstr(0x10000000, 100) = "hello, world"
copyinstr(0x10000000, 1000) = "hello, world"
strlen(copyinstr(0x10000000, minus)) = 12
strlen(copyinstr(0x10000100)) = 255
strlen(copyinstr(0x10000100, 255)) = 255
strlen(copyinstr(0x10000100, 254)) = 254
copyinstr(0x10000000) == s = 1
copyinstr(0x10000000) == "hello, world" = 1
copyinstr(0x10000000) != NULL = 1
copyinstr(0) = BADADDR(0)
copyinstr(8) = BADADDR(8)
copyinstr(0x10000ff8) = BADADDR(0x10000ff8)
copyinstr(0x10000ff8, 7) = "1234567"

in a site:
	test:::typed { trace(copyinstr((uintptr_t)args[0])); trace(copyinstr(arg0, 4)); x[copyinstr(arg0)] = 1; trace(x["hello, world"]); }
= "hello, world", "hell", 1
