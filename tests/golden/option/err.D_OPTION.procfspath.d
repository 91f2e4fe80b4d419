#pragma D option procfspath
BEGIN { exit(0); }
