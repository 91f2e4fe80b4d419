#pragma D option cpppath
BEGIN { exit(0); }
