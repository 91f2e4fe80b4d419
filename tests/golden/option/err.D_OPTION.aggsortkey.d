#pragma D option aggsortkey=nonsense
BEGIN { exit(0); }
