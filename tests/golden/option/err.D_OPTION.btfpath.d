#pragma D option btfpath
BEGIN { exit(0); }
