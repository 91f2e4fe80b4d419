#pragma D option define
BEGIN { exit(0); }
