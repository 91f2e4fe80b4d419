#pragma D option nolibs=nonsense
BEGIN { exit(0); }
