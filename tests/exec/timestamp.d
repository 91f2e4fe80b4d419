timestamp > 0 = 1
sizeof (timestamp) = 8

a later look is later:
	BEGIN { t = timestamp; }
	END { trace(timestamp > t); }
= 1
how long something took:
	test:::first { self->t = timestamp; }
	test:::second /self->t/ { trace(timestamp - self->t > 0); self->t = 0; }
= 1
