#pragma D option linktype
BEGIN { exit(0); }
