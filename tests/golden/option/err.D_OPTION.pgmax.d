#pragma D option pgmax
BEGIN { exit(0); }
