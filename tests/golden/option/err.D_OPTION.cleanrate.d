#pragma D option cleanrate=nonsense
BEGIN { exit(0); }
