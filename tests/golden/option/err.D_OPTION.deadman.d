#pragma D option deadman=nonsense
BEGIN { exit(0); }
