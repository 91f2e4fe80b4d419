#pragma D option ustackinline=nonsense
BEGIN { exit(0); }
