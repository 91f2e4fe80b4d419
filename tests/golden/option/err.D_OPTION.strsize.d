#pragma D option strsize=nonsense
BEGIN { exit(0); }
