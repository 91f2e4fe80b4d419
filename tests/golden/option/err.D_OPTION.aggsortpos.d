#pragma D option aggsortpos=nonsense
BEGIN { exit(0); }
