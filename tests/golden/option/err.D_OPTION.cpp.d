#pragma D option cpp=nonsense
BEGIN { exit(0); }
