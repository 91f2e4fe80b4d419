#pragma D option statusrate=nonsense
BEGIN { exit(0); }
