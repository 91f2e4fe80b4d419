pid > 0 = 1
sizeof (pid) = 4
pid == tid - 1 || pid == tid = 1

in a site:
	test:::first { trace(pid); }
= 4000
