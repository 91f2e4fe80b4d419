#pragma D option setenv
BEGIN { exit(0); }
