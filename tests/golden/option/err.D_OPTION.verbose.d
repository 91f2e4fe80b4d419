#pragma D option verbose
BEGIN { exit(0); }
