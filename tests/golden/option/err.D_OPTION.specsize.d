#pragma D option specsize=nonsense
BEGIN { exit(0); }
