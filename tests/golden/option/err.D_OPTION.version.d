#pragma D option version
BEGIN { exit(0); }
