test:::first { uaddr(0x10000000); }
