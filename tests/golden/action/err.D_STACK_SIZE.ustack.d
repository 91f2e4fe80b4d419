test:::first { ustack(pid); }
