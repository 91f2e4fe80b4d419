#pragma D option kdefs
BEGIN { exit(0); }
