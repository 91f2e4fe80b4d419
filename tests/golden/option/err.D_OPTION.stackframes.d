#pragma D option stackframes=nonsense
BEGIN { exit(0); }
