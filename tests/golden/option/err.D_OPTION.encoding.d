#pragma D option encoding=nonsense
BEGIN { exit(0); }
