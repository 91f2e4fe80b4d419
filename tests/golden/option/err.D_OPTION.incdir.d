#pragma D option incdir
BEGIN { exit(0); }
