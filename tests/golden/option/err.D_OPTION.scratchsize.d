#pragma D option scratchsize
BEGIN { exit(0); }
