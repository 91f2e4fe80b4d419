#pragma D option destructive=nonsense
BEGIN { exit(0); }
