#include "dbdefs.d"
provider bdb {
	probe lock__suspend(DBT *lock, db_mode_t lock_mode);
	probe mutex__resume(unsigned mutex, unsigned excl, unsigned alloc_id,
	    struct __db_mutex_t *mutexp);
};
