#pragma D option aggsortkey
#pragma D option aggsortkeypos=1
#pragma D option aggsortrev
BEGIN { @["b", 1] = sum(1); @["a", 2] = sum(3); @["c", 1] = sum(2); }
