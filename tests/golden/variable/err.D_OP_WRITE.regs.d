BEGIN { regs = 1; }
