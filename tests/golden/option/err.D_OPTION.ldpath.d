#pragma D option ldpath
BEGIN { exit(0); }
