test:::first { umod(0x10000000); }
