#pragma D option ctypes
BEGIN { exit(0); }
