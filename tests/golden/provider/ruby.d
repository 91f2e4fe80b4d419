#include "vm_opts.h"

provider ruby {
  /*
     ruby:::method-entry(classname, methodname, filename, lineno);

     This probe is fired just before a method is entered.
  */
  probe method__entry(const char *, const char *, const char *, int);
  probe method__return(const char *, const char *, const char *, int);
  probe hash__create(long length, const char *file, int line);
#define VM_COLLECT_USAGE_DETAILS 0
#if VM_COLLECT_USAGE_DETAILS
  probe insn(const char *);
#endif
  probe gc__mark__begin();
  probe method__cache__clear(const char *, const char *file, int line);
};

#pragma D attributes Stable/Evolving/Common provider ruby provider
#pragma D attributes Stable/Evolving/Common provider ruby module
#pragma D attributes Stable/Evolving/Common provider ruby function
#pragma D attributes Evolving/Evolving/Common provider ruby name
#pragma D attributes Evolving/Evolving/Common provider ruby args
