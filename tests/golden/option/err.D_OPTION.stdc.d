#pragma D option stdc
BEGIN { exit(0); }
