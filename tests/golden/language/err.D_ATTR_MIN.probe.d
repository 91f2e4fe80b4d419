#pragma D option amin=Evolving/Evolving/Common
test:::first { x = 1; }
