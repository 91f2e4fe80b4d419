#pragma D option unsetenv
BEGIN { exit(0); }
