# 1 "src/hotspot/os/posix/dtrace/hotspot.d"
# 1 "<built-in>"
# 1 "/usr/include/stdc-predef.h" 1 3 4
# 1 "<command-line>" 2
# 25 "src/hotspot/os/posix/dtrace/hotspot.d"
provider hotspot {
  probe class__loaded(char*, uintptr_t, void*, uintptr_t);
  probe method__entry(uintptr_t, char*, uintptr_t, char*, uintptr_t, char*, uintptr_t);
  probe vm__init__begin();
};

#pragma D attributes Evolving/Evolving/Common provider hotspot provider
#pragma D attributes Private/Private/Unknown provider hotspot module
