#pragma D option dynvarsize=nonsense
BEGIN { exit(0); }
