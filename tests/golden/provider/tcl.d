typedef struct Tcl_Obj Tcl_Obj;

/*
 * Tcl DTrace probes
 */

provider tcl {
    /*
     *	tcl*:::proc-entry probe
     */
    probe proc__entry(char* name, int objc, Tcl_Obj **objv);
    probe proc__result(char* name, int code, char* result, Tcl_Obj *resultobj);
    probe proc__args(char* name, char* arg1, char* arg2, char* arg3,
	    char* arg4, char* arg5, char* arg6, char* arg7, char* arg8,
	    char* arg9);
    probe tcl__probe(char* arg0, char* arg1);
    probe obj__create(Tcl_Obj *obj);
};

/*
 * Types and the structs that a script needs.
 */

typedef struct Tcl_ObjType {
    char *name;
    void *freeIntRepProc;
} Tcl_ObjType;

struct Tcl_Obj {
    int refCount;
    char *bytes;
    int length;
    Tcl_ObjType *typePtr;
    union {
	long longValue;
	double doubleValue;
	struct { void *ptr1, *ptr2; } twoPtrValue;
    } internalRep;
};

#pragma D attributes Evolving/Evolving/Common provider tcl provider
