#pragma D option late
BEGIN { exit(0); }
