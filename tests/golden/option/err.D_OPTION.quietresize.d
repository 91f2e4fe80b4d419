#pragma D option quietresize
BEGIN { exit(0); }
