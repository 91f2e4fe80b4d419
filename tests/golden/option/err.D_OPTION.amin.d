#pragma D option amin=nonsense
BEGIN { exit(0); }
