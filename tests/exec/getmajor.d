getmajor(0x00800010) = 8
getmajor(0xfff00000) = 4095
