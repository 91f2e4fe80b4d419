#pragma D option bufresize
BEGIN { exit(0); }
