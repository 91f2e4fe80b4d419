#pragma D option switchrate=nonsense
BEGIN { exit(0); }
