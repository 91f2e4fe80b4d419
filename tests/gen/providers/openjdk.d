provider hotspot {
  probe class__loaded(char*, uintptr_t, void*, uintptr_t);
  probe vm__init__begin();
  probe method__compile__end(
    char*, uintptr_t, char*, uintptr_t, char*, uintptr_t, char*, uintptr_t, uintptr_t);
};
#pragma D attributes Evolving/Evolving/Common provider hotspot provider
#pragma D attributes Private/Private/Unknown provider hotspot module
