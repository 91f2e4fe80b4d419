#pragma D option iregs
BEGIN { exit(0); }
