#pragma D option oformat=nonsense
BEGIN { exit(0); }
