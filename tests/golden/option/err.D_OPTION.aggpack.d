#pragma D option aggpack=nonsense
BEGIN { exit(0); }
