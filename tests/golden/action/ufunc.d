test:::first { ufunc(0x10000000); }
