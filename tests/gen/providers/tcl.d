typedef struct Tcl_Obj Tcl_Obj;
typedef const char* TclDTraceStr;

provider tcl {
    probe proc__args(TclDTraceStr name,
	    TclDTraceStr arg1, TclDTraceStr arg2, TclDTraceStr arg3,
	    TclDTraceStr arg4, TclDTraceStr arg5, TclDTraceStr arg6,
	    TclDTraceStr arg7, TclDTraceStr arg8, TclDTraceStr arg9);
    probe inst__start(TclDTraceStr name, int depth, struct Tcl_Obj **stack);
};

typedef struct Tcl_ObjType {
    char *name;
    void *freeIntRepProc;
} Tcl_ObjType;
struct Tcl_Obj {
    int refCount;
    Tcl_ObjType *typePtr;
    union {
	long longValue;
	struct { void *ptr1; void *ptr2; } twoPtrValue;
    } internalRep;
};
