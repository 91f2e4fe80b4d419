#pragma D option noresolve
BEGIN { exit(0); }
