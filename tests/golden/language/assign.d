BEGIN { x = 7; x += 3; x -= 1; x *= 4; x /= 5; x %= 5; x <<= 4; x >>= 1; x |= 3; x &= 0x1e; x ^= 1; printf("%d\n", x); exit(0); }
