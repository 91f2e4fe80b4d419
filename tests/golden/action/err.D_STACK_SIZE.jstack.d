test:::first { jstack(100000); }
