test:::first { ustack(2); }
