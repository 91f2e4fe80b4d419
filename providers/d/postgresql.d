/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* PostgreSQL 9.6 to 15: what its probes pass, of which the notes in its binary tell size and sign
 * alone. A relation is named by three numbers (tablespace, database, relation file); a backend is
 * -1 where the relation is not temporary; forks are 0 main, 1 free space, 2 visibility, 3 init. */
provider postgresql {
	probe transaction__start(unsigned int lxid);
	probe transaction__commit(unsigned int lxid);
	probe transaction__abort(unsigned int lxid);

	probe lwlock__acquire(const char *tranche, int mode);
	probe lwlock__release(const char *tranche);
	probe lwlock__wait__start(const char *tranche, int mode);
	probe lwlock__wait__done(const char *tranche, int mode);
	probe lwlock__condacquire(const char *tranche, int mode);
	probe lwlock__condacquire__fail(const char *tranche, int mode);
	probe lwlock__acquire__or__wait(const char *tranche, int mode);
	probe lwlock__acquire__or__wait__fail(const char *tranche, int mode);

	/* The lock's tag, whose fields depend on the kind of object. */
	probe lock__wait__start(unsigned int field1, unsigned int field2, unsigned int field3,
	    unsigned int field4, unsigned int kind, int mode);
	probe lock__wait__done(unsigned int field1, unsigned int field2, unsigned int field3,
	    unsigned int field4, unsigned int kind, int mode);
	probe deadlock__found();

	/* query-start and query-done: the simple protocol alone. */
	probe query__start(const char *query);
	probe query__done(const char *query);
	probe query__parse__start(const char *query);
	probe query__parse__done(const char *query);
	probe query__rewrite__start(const char *query);
	probe query__rewrite__done(const char *query);
	probe query__plan__start();
	probe query__plan__done();
	probe query__execute__start();
	probe query__execute__done();
	probe statement__status(const char *status);

	/* sort: 0 heap, 1 index, 2 datum. Memory in kB; when done, blocks on disk or kB. */
	probe sort__start(int sort, unsigned char unique, int keys, int memory,
	    unsigned char random, int parallel);
	probe sort__done(unsigned char on_disk, long size);

	probe buffer__read__start(int fork, unsigned int block, unsigned int tablespace,
	    unsigned int database, unsigned int relation, int backend, unsigned char extend);
	probe buffer__read__done(int fork, unsigned int block, unsigned int tablespace,
	    unsigned int database, unsigned int relation, int backend, unsigned char extend,
	    unsigned char hit);
	probe buffer__flush__start(int fork, unsigned int block, unsigned int tablespace,
	    unsigned int database, unsigned int relation);
	probe buffer__flush__done(int fork, unsigned int block, unsigned int tablespace,
	    unsigned int database, unsigned int relation);
	probe buffer__write__dirty__start(int fork, unsigned int block, unsigned int tablespace,
	    unsigned int database, unsigned int relation);
	probe buffer__write__dirty__done(int fork, unsigned int block, unsigned int tablespace,
	    unsigned int database, unsigned int relation);

	probe buffer__checkpoint__start(int flags);
	probe buffer__checkpoint__sync__start();
	probe buffer__checkpoint__done();
	probe buffer__sync__start(int buffers, int to_write);
	probe buffer__sync__written(int buffer);
	probe buffer__sync__done(int buffers, int written, int to_write);

	probe checkpoint__start(int flags);
	probe checkpoint__done(int written, int buffers, int added, int removed, int recycled);
	probe clog__checkpoint__start(unsigned char at_checkpoint);
	probe clog__checkpoint__done(unsigned char at_checkpoint);
	probe subtrans__checkpoint__start(unsigned char at_checkpoint);
	probe subtrans__checkpoint__done(unsigned char at_checkpoint);
	probe multixact__checkpoint__start(unsigned char at_checkpoint);
	probe multixact__checkpoint__done(unsigned char at_checkpoint);
	probe twophase__checkpoint__start();
	probe twophase__checkpoint__done();

	/* Below the buffers. When done: bytes that went over, bytes asked for. */
	probe smgr__md__read__start(int fork, unsigned int block, unsigned int tablespace,
	    unsigned int database, unsigned int relation, int backend);
	probe smgr__md__read__done(int fork, unsigned int block, unsigned int tablespace,
	    unsigned int database, unsigned int relation, int backend, int done, int asked);
	probe smgr__md__write__start(int fork, unsigned int block, unsigned int tablespace,
	    unsigned int database, unsigned int relation, int backend);
	probe smgr__md__write__done(int fork, unsigned int block, unsigned int tablespace,
	    unsigned int database, unsigned int relation, int backend, int done, int asked);

	probe wal__insert(unsigned char manager, unsigned char info);
	probe wal__switch();
	probe wal__buffer__write__dirty__start();
	probe wal__buffer__write__dirty__done();
};
