#pragma D option amin=Evolving/Evolving/Common
#pragma D attributes Unstable/Stable/Common MINE
inline int MINE = 3;
BEGIN { x = MINE; }
