#pragma D option modpath
BEGIN { exit(0); }
