#pragma D option undef
BEGIN { exit(0); }
