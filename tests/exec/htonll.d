htonll(0x0102030405060708) = 0x0807060504030201
htonll(htonll(-1)) = 0xffffffffffffffff
