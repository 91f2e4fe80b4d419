test:::first { usym(0x10000000); }
