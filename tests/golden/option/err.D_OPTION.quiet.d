#pragma D option quiet=nonsense
BEGIN { exit(0); }
