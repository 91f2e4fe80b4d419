BEGIN { mod((uintptr_t)0); exit(0); }
