getminor(0x00800010) = 16
getminor(0xffffffff) = 1048575
