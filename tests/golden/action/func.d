BEGIN { func((uintptr_t)0); exit(0); }
