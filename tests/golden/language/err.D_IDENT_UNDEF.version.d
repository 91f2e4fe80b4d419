#pragma D binding "2.0" later
inline int later = 1;
BEGIN { x = later; }
