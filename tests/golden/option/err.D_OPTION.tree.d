#pragma D option tree
BEGIN { exit(0); }
