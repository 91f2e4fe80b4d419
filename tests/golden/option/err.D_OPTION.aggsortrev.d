#pragma D option aggsortrev=nonsense
BEGIN { exit(0); }
