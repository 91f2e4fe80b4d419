#pragma D option ustackframes=nonsense
BEGIN { exit(0); }
