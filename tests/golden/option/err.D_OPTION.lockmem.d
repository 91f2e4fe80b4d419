#pragma D option lockmem
BEGIN { exit(0); }
