# 1 "hotspot_jni.d"
provider hotspot_jni {
  probe AllocObject__entry(void*, void*);
  probe CallBooleanMethodA__return(uintptr_t);
  probe DefineClass__entry(void*, const char*, void*, const void *, uintptr_t);
  probe GetArrayLength__return(uintptr_t);
  probe SetFloatField__entry(void*, void*, uintptr_t, float);
  probe NewDouble__return(double x);
};
