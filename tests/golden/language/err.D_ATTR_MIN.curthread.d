#pragma D option amin=Evolving/Evolving/Common
BEGIN { x = (uintptr_t)curthread; }
