/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What the files of the session share among themselves. */
#ifndef RUNTIME_SESSION_SESSION_IMPL_H
#define RUNTIME_SESSION_SESSION_IMPL_H

#include "runtime/base/str.h"
#include "runtime/base/vec.h"
#include "runtime/builtins/consumer.h"
#include "runtime/compile/argtypes.h"
#include "runtime/compile/compile.h"
#include "runtime/kern/caps.h"
#include "runtime/kern/watch.h"
#include "runtime/kern/usage.h"
#include "runtime/proc/proc.h"
#include "runtime/session/load.h"
#include "runtime/session/session.h"

struct arena;
struct dirent;
struct flow;
struct kern_btf;
struct kern_links;
struct kern_stop;
struct map;
struct node_pragma;
struct proc_symbols;
struct retain;
struct source;
struct target;
struct usertypes;
struct unwinder;

/* Records of one speculation, one behind the other, each behind its size. */
struct speculation {
	uint64_t number;
	struct str records;
};

/* Those that were closed last are remembered: a record of theirs may still be on its way. */
enum { N_CLOSED = 64 };

struct speculations {
	VEC(struct speculation) open;
	uint64_t closed[N_CLOSED];
	uint32_t n_closed;
	uint64_t n_drops;
};

struct program_text {
	const char *what;	/* "script 'x.d'", "description 'BEGIN '"; NULL: a library */
	const struct source *source;
};

/* What one reading of the programs makes. */
struct reading {
	struct arena *arena;
	struct type_table *types;
	struct argtypes argtypes;
	VEC(struct compile_unit) units;
};

/* A file that was mapped, by the process for which it counts, 0 if by any; and who mapped it. */
struct fresh {
	struct kern_mapped file;
	int pid;
};

/* session/later.c: files that processes map while the session runs. */
struct later {
	struct kern_watch *watch;	/* NULL: no probe can come */
	bool wants_all;			/* any process may bring a probe */
	VEC(int) pids;			/* these may */
	bool has_moved;			/* one of them has mapped something */
	struct map *seen;		/* struct kern_mapped that were looked at */
	VEC(struct fresh) fresh;	/* the next look is for them */
	VEC(struct proc_alias) changed;	/* processes to be looked at */
};

/* session/targets.c: a command that is stopped when it has got something new. */
struct hold {
	struct target *target;
	struct kern_stop *stop;
	char *linker;			/* where it stops in; NULL: nowhere so far */
	uint64_t n_stops;		/* that were seen */
};

/* What the probes take of the machine, and since when that is too much. */
struct burden {
	struct kern_usage usage;
	bool is_watched, has_struck;
	int64_t since;		/* 0: it is not */
};

/* What was read last of a store of aggregations with keys; agg_source.c. */
struct agg_reading {
	struct arena *arena;	/* NULL: nothing is kept */
	uint32_t store;
	uint32_t key_size;	/* without the CPU */
	uint32_t value_size;
	struct map **parts;	/* by the aggregation's number: key -> its first part */
	uint32_t n_numbers;
};

struct session {
	struct session_config config;
	struct options opts;
	struct diag *dg;
	struct arena *arena;
	struct type_table *types;
	struct proc_cache *procs;
	struct proc_symbols *symbols;
	struct kern_btf *btf;
	struct usertypes *usertypes;
	size_t n_learned;		/* probes whose files it has */
	struct argtypes argtypes;
	struct kern_caps caps;
	struct search search;
	struct probe_list probes;
	VEC(int) pids;			/* of all targets; $target is the first */
	uint32_t n_grabbed;		/* so many of them were running already: -p */
	VEC(struct target *) targets;
	VEC(struct hold) holds;		/* of those that were started */
	VEC(struct compile_unit) units;
	VEC(struct program_text) texts;
	struct map *shipped;		/* name -> library that declares it; NULL: not looked yet */
	VEC(bool) args_used;
	VEC(const struct node_pragma *) depends;	/* on providers; asked before compiling */

	VEC(struct reading) readings;	/* earlier ones: texts of probes lie in them */
	struct later later;

	struct compiled *compiled;
	struct loaded loaded;
	struct kern_links *links;
	struct burden burden;
	struct unwinder *unwinder;	/* NULL: no stack is walked by tables */

	/* While it runs; session/work.c. */
	struct str out;		/* text on its way to config.out */
	struct speculations speculations;
	FILE *reopened;		/* what freopen() opened, in place of config.out; NULL */
	struct consumer consumer;
	struct agg_reading agg_reading;
	struct flow *flow;
	struct retain *retain;		/* of bufpolicy=ring */
	struct run_counters *drops;	/* of each CPU, as last told */
	uint64_t n_not_followed;	/* as last told */
	bool header_done;
	int consume_err;		/* the first failure of an action, told at the end */
	int out_error;		/* 0, or the errno of the first failure to write */
};

/* Writes what is in out; after a failure the session ends. */
void session_flush(struct session *s);

/* Where it is written: what freopen() opened, or else config.out. */
static inline FILE *session_out(const struct session *s)
{
	return s->reopened ? s->reopened : s->config.out;
}

/* session/session.c: where probes are looked for, as soon as the processes are known. */
void session_set_search(struct session *s);

/* session/depends.c: are there the providers that the programs depend on? 0 or -EINVAL, told. */
int session_check_providers(struct session *s);

/* session/library.c: is there what "#pragma D depends_on" names? */
bool session_meets(const struct node_pragma *depends);

/* session/library.c: what a library declares, without the types that come from elsewhere. */
const struct node *session_first_reading(struct session *s, const struct source *src);
int session_is_d_file(const struct dirent *entry);

/* session/session.c: a library, which is a program without clauses; and one that comes with dtrace.
 */
int session_add_library(struct session *s, const struct source *src);
int session_read_shipped(struct session *s, const struct source *src);

/* session/shipped.c: the libraries of dtrace's own that a text mentions are read before it. */
int session_add_shipped(struct session *s, const struct source *text);

/* session/macro.c: a macro_fn whose ctx is the session; and whether all of $1 ... were used. */
const char *session_macro(void *ctx, const char *name);
int session_check_args_used(struct session *s);

/* session/record_read.c: one record from the ring. */
int session_consume(const void *data, size_t size, void *ctx);
bool session_act_was_done(const struct clause_desc *clause, const struct act *act,
			  const void *data);

/* session/record_read.c: prints one record of data. */
void session_print_data(struct session *s, const struct record_head *head);

/* session/speculation.c: records that wait for commit(); their number is not 0. */
void session_speculate(struct session *s, uint64_t number, const void *data, size_t size);
int session_commit(void *ctx, uint64_t number);
int session_discard(void *ctx, uint64_t number);
void session_speculations_fini(struct session *s);

/* session/sink.c: what actions do to where output goes. */
extern const struct consumer_sink session_sink;

/* session/sink.c: what the options say now holds from here on. */
void session_apply_options(struct session *s);

/* session/session.c: reads the programs once more and compiles them for the probes that they have
 * and those that the search finds. NULL: told in dg. */
struct compiled *session_compile_again(struct session *s, const struct search *search,
				       struct diag *dg);

/* session/attach.c: enables the points that the session's program has not. c is loaded. */
int session_attach_more(struct session *s, const struct compiled *c, struct diag *dg);

/* session/later.c: what may come is known as soon as the programs are read, but for descriptions
 * that are just a name; those are settled when they are compiled. */
void session_later_prepare(struct session *s);
void session_later_begin(struct session *s);

/* Enables what has come. */
void session_later_look(struct session *s);
void session_later_fini(struct session *s);

/* session/family.c: -x follow. The processes of the probes are the first that are followed. */
int session_family_begin(struct session *s);

/* Takes out those that have ended, and returns whether any is left. */
bool session_family_lives(struct session *s);
void session_family_tell(struct session *s, struct str *out);	/* whom it does not reach */

/* The process that this one descends from, of those that are followed; else itself. */
int session_ancestor(struct session *s, int pid);

void session_family_each(struct session *s, void (*fn)(struct session *s, int pid, int ancestor));

/* session/deadman.c: puts the routines out of action when the session has not said for too long
 * that it is alive, or when they have taken too much of the machine for as long; not with -w. */
int session_deadman_begin(struct session *s);
void session_deadman_alive(struct session *s);
void session_deadman_look(struct session *s, int64_t now);

/* Was it so? And says it, as an error. */
bool session_deadman_struck(const struct session *s);
int session_deadman_tell(struct session *s);

/* session/targets.c: have all processes of -p and -c ended? The end of each is told, once. */
bool session_targets_gone(struct session *s);

/* Lets the commands of -c run. Where probes may come they are stopped when they have got something
 * new; what has come is enabled, and they go on. */
int session_targets_start(struct session *s);
void session_targets_look(struct session *s);
void session_targets_fini(struct session *s);

/* session/variables.c: a symbol_source_fn whose ctx is the session. */
int session_find_variable(void *ctx, const char *module, const char *name,
			  struct symbol_answer *out);

/* session/session.c: the files of the processes and probes that are known so far. */
void session_learn_files(struct session *s);

/* session/symbols.c: how stacks and symbols print; and that the processes of -p and -c are looked
 * at while they are there. */
struct format_env session_symbols_env(struct session *s);
void session_symbols_learn(struct session *s);

/* session/record_json.c: the same where the output is JSON; and what was lost on a CPU. */
void session_data_json(struct session *s, const struct record_head *head);
void session_fault_json(struct session *s, const struct record_fault *fault);
void session_drops_json(struct session *s, int cpu, const struct run_counters *before,
			const struct run_counters *after);

/* session/unwind.c: the tables by which stacks are walked, of all files that the processes of -p
 * and -c have mapped; and of those that were met since. */
int session_unwind_begin(struct session *s);
void session_unwind_learn(struct session *s);
void session_unwind_refresh(struct session *s);
void session_unwind_serve(struct session *s);
void session_unwind_end(struct session *s);

/* Tells s->symbols what a process had mapped that has ended, as far as its stacks have shown it. */
void session_unwind_recall(struct session *s, int pid);

/* session/cost.c: " emulated" or the like, "" if it is not known; and a warning if many probes are
 * dear. */
const char *session_cost_text(struct session *s, const struct probe *p,
			      const struct probe_site *site);
void session_tell_cost(struct session *s);

/* session/agg_source.c: the aggregations, whose values come from the kernel's maps. */
void session_make_aggs(struct session *s);

/* What is read of them from now on is read anew. */
void session_forget_aggs(struct session *s);

/* As the options are now. */
void session_order_aggs(struct session *s);

#endif
