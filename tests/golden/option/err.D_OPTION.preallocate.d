#pragma D option preallocate
BEGIN { exit(0); }
