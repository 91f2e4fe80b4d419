#pragma D option aggsize=nonsense
BEGIN { exit(0); }
