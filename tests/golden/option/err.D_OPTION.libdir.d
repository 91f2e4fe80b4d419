#pragma D option libdir
BEGIN { exit(0); }
