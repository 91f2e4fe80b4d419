#pragma D option xlate
BEGIN { exit(0); }
