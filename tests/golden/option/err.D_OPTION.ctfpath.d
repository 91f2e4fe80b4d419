#pragma D option ctfpath
BEGIN { exit(0); }
