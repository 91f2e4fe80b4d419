/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* D's types: C's, and string. A type table owns them; equal types without a tag are one object
 * where that is cheap, so compare with type_equal(). Sizes are those of the data model the table
 * was made for. Nothing here knows of probes or of eBPF. */
#ifndef RUNTIME_LANG_TYPE_H
#define RUNTIME_LANG_TYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/base/diag.h"

struct arena;
struct str;

enum type_kind {
	TYPE_VOID,
	TYPE_INT,	/* every integer, char and bool */
	TYPE_FLOAT,	/* can be declared and measured, not computed with */
	TYPE_STRING,	/* D's string: a value of at most strsize bytes with its NUL */
	TYPE_POINTER,
	TYPE_ARRAY,
	TYPE_STRUCT,
	TYPE_UNION,
	TYPE_ENUM,
	TYPE_TYPEDEF,
	TYPE_FUNC,
	TYPE_OPAQUE,	/* a name that nobody declared, accepted in provider definitions */
	TYPE_AGG,	/* an aggregation handed to printa() and friends */
	TYPE_STACK,	/* what stack() and ustack() return: frames */
	TYPE_SYM,	/* an address that prints as a symbol: sym(), usym() ... */
};

/* Where what a pointer points to lives. Arguments of probes point to user memory, curthread to the
 * kernel's, copyin() returns scratch. */
enum type_space { SPACE_USER, SPACE_KERNEL, SPACE_SCRATCH };

struct type_member {
	const char *name;	/* NULL: anonymous struct or union */
	struct type *type;
	uint32_t offset;	/* in bytes */
	uint16_t bit_offset;	/* of a bit-field, from the least significant bit at offset */
	uint16_t bit_size;	/* 0: no bit-field */
};

struct type_enumerator {
	const char *name;
	int64_t value;
};

struct type_param {
	const char *name;	/* NULL: unnamed */
	struct type *type;
	const char *text;	/* the declaration as written, in provider definitions; else NULL */
	struct loc loc;
};

struct type {
	enum type_kind kind;
	/* INT: "unsigned int"; TYPEDEF, STRUCT ...: name or tag, NULL if none; OPAQUE: the name */
	const char *name;
	/* of a tag, whose: a program's file, or TYPE_KERNEL; NULL: D's own, or not known yet */
	const char *module;
	uint32_t size;		/* bytes; STRING: 0, it is an option of the session */
	uint32_t align;
	bool is_signed;		/* INT, ENUM */
	bool is_complete;	/* STRUCT, UNION, ENUM: the body has been seen */
	bool is_bool;		/* INT: _Bool */
	/* INT: plain, signed or unsigned char: an array of it prints as text */
	bool is_char;
	/* on POINTER and others: kept for printing, ignored by type_equal() */
	bool is_const;
	enum type_space space;	/* POINTER */
	bool is_predeclared;	/* TYPEDEF: D's own */
	/* of a tag without a name: the first typedef of it, which is all the name it has */
	struct type *alias;
	/* STRUCT, UNION: a member of unknown size, for which the body is left out; NULL: none */
	const char *hole;
	struct loc hole_loc;
	struct type *ref;	/* POINTER, ARRAY, TYPEDEF: of what; FUNC: returns what */
	uint32_t n_elems;	/* ARRAY; 0: of unknown length */
	struct type_member *members;		/* STRUCT, UNION */
	uint32_t n_members;
	struct type_enumerator *enumerators;	/* ENUM */
	uint32_t n_enumerators;
	struct type_param *params;		/* FUNC */
	uint32_t n_params;
	bool is_varargs;
};

struct type_table;

/* Larger types are refused: more than any probe can hand over, and no size overflows on the way
 * there. */
#define TYPE_MAX_SIZE (1u << 28)

/* What a string takes as a member of a struct, whatever strsize is. */
#define TYPE_STRING_MEMBER 256

/* model is 32 or 64: the size of long and of pointers. */
struct type_table *type_table_new(struct arena *arena, int model);
int type_table_model(const struct type_table *tt);

/* The module of the kernel's own types. */
#define TYPE_KERNEL "vmlinux"

/* What a source knows of a name. */
struct type_answer {
	const char *text;	/* declarations in C; "" if they were given before */
	const char *module;	/* where they were found: the types in the text are its */
	enum type_space space;	/* of what its pointers point to */
};

/* Asked for each unknown name before it is an error: "struct task_struct", "pid_t". module is what
 * the program, or an earlier answer, says of where it is; NULL: anywhere. False: it is not known.
 * The answer is valid until the next call. */
typedef bool type_source_fn(void *ctx, const char *module, const char *name,
			    struct type_answer *out);
void type_table_set_source(struct type_table *tt, type_source_fn *fn, void *ctx);
type_source_fn *type_table_source(const struct type_table *tt, void **ctx);

/* The types that the language names itself. */
struct type *type_void(struct type_table *tt);
struct type *type_string(struct type_table *tt);
struct type *type_agg(struct type_table *tt);
/* A type of its own for each size. */
struct type *type_stack(struct type_table *tt, uint32_t size);
struct type *type_sym(struct type_table *tt);
/* "int32_t" style names */
struct type *type_int(struct type_table *tt, uint32_t size, bool is_signed);
/* "unsigned long", "double": by C's name, NULL if none */
struct type *type_c_int(struct type_table *tt, const char *name);

struct type *type_pointer(struct type_table *tt, struct type *to, enum type_space space);
/* NULL: too large */
struct type *type_array(struct type_table *tt, struct type *of, uint32_t n_elems);
struct type *type_func(struct type_table *tt, struct type *returns, struct type_param *params,
		       uint32_t n_params, bool is_varargs);
struct type *type_opaque(struct type_table *tt, const char *name);
/* the same with is_const; of a tag: a TYPEDEF without a name, since the tag may be
 * completed later */
struct type *type_const(struct type_table *tt, struct type *type);

/* Named types. kind is TYPE_STRUCT, TYPE_UNION, TYPE_ENUM for tags. find returns NULL when absent.
 */
struct type *type_find_tag(struct type_table *tt, enum type_kind kind, const char *tag);
/* made incomplete if absent; tag may be NULL */
struct type *type_tag(struct type_table *tt, enum type_kind kind, const char *tag);

/* The same of a module: struct libfoo`point and struct point are two types. NULL: of none. */
struct type *type_find_tag_in(struct type_table *tt, enum type_kind kind, const char *module,
			      const char *tag);
struct type *type_tag_in(struct type_table *tt, enum type_kind kind, const char *module,
			 const char *tag);
struct type *type_find_typedef_in(struct type_table *tt, const char *module, const char *name);
int type_add_typedef_in(struct type_table *tt, const char *module, const char *name,
			struct type *type);
/* The same for a text that what D declares itself does not bind: C's headers may mean something
 * else by bool. */
int type_redefine_typedef(struct type_table *tt, const char *module, const char *name,
			  struct type *type);

/* A tag without a body gets that of another type, which is the same one found elsewhere. */
void type_adopt(struct type *tag, const struct type *from);
/* Lays out. A member without a name is an anonymous struct or union, or an unnamed bit-field: of
 * width 0 where bit_size is 0. What is larger than TYPE_MAX_SIZE stays incomplete. */
void type_complete(struct type *sou, struct type_member *members, uint32_t n, bool is_packed);
/* The whole gets at least that alignment, and the padding at its end. */
void type_raise_align(struct type *sou, uint32_t align);
/* Would its members lie elsewhere if it were not packed? natural: its alignment without attributes,
 * packed or not. */
bool type_is_packed(const struct type *sou, uint32_t *natural);
struct type *type_find_typedef(struct type_table *tt, const char *name);
/* -EEXIST: declared otherwise */
int type_add_typedef(struct type_table *tt, const char *name, struct type *type);
bool type_find_enumerator(struct type_table *tt, const char *name, int64_t *value);
void type_add_enumerators(struct type_table *tt, const struct type *e);

/* Typedefs removed. */
struct type *type_resolve(struct type *type);

/* Of what a typedef stands for: a type that was incomplete when it was named may have got its size
 * since. */
uint32_t type_size(const struct type *type);
uint32_t type_align(const struct type *type);

uint32_t type_member_size(const struct type_member *m);	/* which may be a string */

bool type_equal(const struct type *a, const struct type *b);
/* integers and enums, through typedefs; so the rest */
bool type_is_int(const struct type *type);
bool type_is_pointer(const struct type *type);	/* pointers and arrays */
bool type_is_scalar(const struct type *type);	/* integers, enums, pointers */
bool type_is_string(const struct type *type);	/* string */
/* string, char[], char *: can become a string */
bool type_is_stringlike(const struct type *type);
bool type_is_sou(const struct type *type);
bool type_is_signed(const struct type *type);

/* D's promotion of two integer operands: the larger one, unsigned if equal in size and one is
 * unsigned. There is no promotion of char and short to int. */
struct type *type_promote(struct type_table *tt, struct type *a, struct type *b);

/* Looks into anonymous members too; *offset is from the start of sou. NULL: no such member. */
const struct type_member *type_find_member(const struct type *sou, const char *name,
					   uint32_t *offset);

/* C's spelling: "const char *", "int (*)(int)", "struct foo"; with a name: a declaration "char
 * name[10]". */
void type_print(struct str *out, const struct type *type, const char *name);

/* The same with the bodies of what has no tag: "struct { int a; } x"; and the body of a tag, as its
 * declaration has it: "struct foo { int a; }". Each enumerator has a line. */
void type_print_whole(struct str *out, const struct type *type, const char *name);
void type_print_body(struct str *out, const struct type *type);

#endif
