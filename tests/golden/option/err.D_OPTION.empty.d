#pragma D option empty
BEGIN { exit(0); }
