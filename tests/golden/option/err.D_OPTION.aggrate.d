#pragma D option aggrate=nonsense
BEGIN { exit(0); }
