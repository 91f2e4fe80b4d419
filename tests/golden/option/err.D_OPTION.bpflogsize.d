#pragma D option bpflogsize
BEGIN { exit(0); }
