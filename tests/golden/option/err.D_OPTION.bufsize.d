#pragma D option bufsize=nonsense
BEGIN { exit(0); }
