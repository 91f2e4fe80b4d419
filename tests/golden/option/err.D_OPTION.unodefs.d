#pragma D option unodefs
BEGIN { exit(0); }
