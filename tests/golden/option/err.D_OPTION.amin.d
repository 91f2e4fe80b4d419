#pragma D option amin
BEGIN { exit(0); }
