#pragma D option maxframes
BEGIN { exit(0); }
