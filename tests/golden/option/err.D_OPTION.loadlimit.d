#pragma D option loadlimit=nonsense
BEGIN { exit(0); }
