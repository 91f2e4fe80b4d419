#pragma D option bufresize=auto
BEGIN { exit(0); }
