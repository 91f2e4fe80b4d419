test:::first { jstack(2); }
