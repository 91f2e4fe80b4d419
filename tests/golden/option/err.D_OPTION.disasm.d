#pragma D option disasm
BEGIN { exit(0); }
