#include "vm_opts.h"

provider ruby {
	/*
	   ruby:::method-entry(classname, methodname, filename, lineno);
	*/
	probe method__entry(const char *, const char *, const char *, int);
	probe array__create(long length, const char *file, int line);
	probe find__require__entry(const char *rquire_path, const char *file, int line);
#if VM_OPT_INSNS
	probe insn(const char *);
#endif
	probe gc__mark__begin();
};

#pragma D attributes Stable/Evolving/Common provider ruby provider
#pragma D attributes Private/Private/Unknown provider ruby module
