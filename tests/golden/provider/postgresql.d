/* ----------
 *	DTrace probes for PostgreSQL backend
 *
 *	src/backend/utils/probes.d
 * ----------
 */


/*
 * Typedefs used in PostgreSQL probes.
 *
 * NOTE: Do not use system-provided typedefs (e.g. uintptr_t, uint32_t, etc).
 */
#define LocalTransactionId unsigned int
#define LWLockMode int
#define Oid unsigned int
#define bool unsigned char

provider postgresql {

	probe transaction__start(LocalTransactionId);
	probe transaction__commit(LocalTransactionId);

	probe lwlock__acquire(const char *, LWLockMode);
	probe lock__wait__start(unsigned int, unsigned int, unsigned int, unsigned int, unsigned int, LOCKMODE);

	probe query__parse__start(const char *);
	probe query__start(const char *);
	probe sort__start(int, bool, int, int, bool, int);
	probe buffer__read__done(ForkNumber, BlockNumber, Oid, Oid, Oid, int, bool, bool);
	probe checkpoint__done(int, int, int, int, int);
	probe clog__checkpoint__start(bool);
	probe statement__status(const char *);
	probe deadlock__found();
	probe twophase__checkpoint__start(void);
};
