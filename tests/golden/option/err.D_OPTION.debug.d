#pragma D option debug
BEGIN { exit(0); }
