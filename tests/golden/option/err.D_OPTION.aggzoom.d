#pragma D option aggzoom=nonsense
BEGIN { exit(0); }
