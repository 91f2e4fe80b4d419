#pragma D option useruid
BEGIN { exit(0); }
