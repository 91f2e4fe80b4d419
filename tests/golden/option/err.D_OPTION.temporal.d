#pragma D option temporal=nonsense
BEGIN { exit(0); }
