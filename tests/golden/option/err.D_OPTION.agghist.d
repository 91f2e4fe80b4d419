#pragma D option agghist=nonsense
BEGIN { exit(0); }
