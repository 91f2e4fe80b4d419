#pragma D option evaltime=nonsense
BEGIN { exit(0); }
