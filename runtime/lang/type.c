/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The table of types, and questions about types. Layout stands in type_layout.c, printing in
 * type_print.c. */
#include "runtime/lang/type.h"

#include <errno.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/lang/names.h"

enum { SIGNED = 1 << 0, CHAR = 1 << 1, BOOL = 1 << 2, FLOAT = 1 << 3 };

/* C's arithmetic types. size32 and align32 are those of i386, where 8 bytes are aligned to 4. */
static const struct c_type {
	const char *name;
	uint8_t size64, align64, size32, align32;
	uint8_t flags;
} c_types[] = {
	{ "char", 1, 1, 1, 1, SIGNED | CHAR },
	{ "signed char", 1, 1, 1, 1, SIGNED | CHAR },
	{ "unsigned char", 1, 1, 1, 1, CHAR },
	{ "short", 2, 2, 2, 2, SIGNED },
	{ "unsigned short", 2, 2, 2, 2, 0 },
	{ "int", 4, 4, 4, 4, SIGNED },
	{ "unsigned int", 4, 4, 4, 4, 0 },
	{ "long", 8, 8, 4, 4, SIGNED },
	{ "unsigned long", 8, 8, 4, 4, 0 },
	{ "long long", 8, 8, 8, 4, SIGNED },
	{ "unsigned long long", 8, 8, 8, 4, 0 },
	{ "_Bool", 1, 1, 1, 1, BOOL },
	{ "float", 4, 4, 4, 4, FLOAT },
	{ "double", 8, 8, 8, 4, FLOAT },
	{ "long double", 16, 16, 12, 4, FLOAT },
};

/* The names that D knows without a declaration: name32 is for the 32-bit model where it differs. */
static const struct known_name {
	const char *name, *c_name, *c_name32;
} known_names[] = {
	{ "int8_t", "signed char", NULL },
	{ "int16_t", "short", NULL },
	{ "int32_t", "int", NULL },
	{ "int64_t", "long", "long long" },
	{ "uint8_t", "unsigned char", NULL },
	{ "uint16_t", "unsigned short", NULL },
	{ "uint32_t", "unsigned int", NULL },
	{ "uint64_t", "unsigned long", "unsigned long long" },
	{ "intmax_t", "long", "long long" },
	{ "uintmax_t", "unsigned long", "unsigned long long" },
	{ "intptr_t", "long", "int" },
	{ "uintptr_t", "unsigned long", "unsigned int" },
	{ "ptrdiff_t", "long", "int" },
	{ "size_t", "unsigned long", "unsigned int" },
	{ "ssize_t", "long", "int" },
	{ "bool", "_Bool", NULL },
	{ "uchar_t", "unsigned char", NULL },
	{ "ushort_t", "unsigned short", NULL },
	{ "uint_t", "unsigned int", NULL },
	{ "ulong_t", "unsigned long", NULL },
	{ "u_char", "unsigned char", NULL },
	{ "u_short", "unsigned short", NULL },
	{ "u_int", "unsigned int", NULL },
	{ "u_long", "unsigned long", NULL },
	{ "uint", "unsigned int", NULL },
	{ "ushort", "unsigned short", NULL },
	{ "ulong", "unsigned long", NULL },
	{ "u_int8_t", "unsigned char", NULL },
	{ "u_int16_t", "unsigned short", NULL },
	{ "u_int32_t", "unsigned int", NULL },
	{ "u_int64_t", "unsigned long", "unsigned long long" },
	{ "longlong_t", "long long", NULL },
	{ "u_longlong_t", "unsigned long long", NULL },
	{ "hrtime_t", "long long", NULL },
	{ "offset_t", "long long", NULL },
	{ "diskaddr_t", "long long", NULL },
	{ "off_t", "long", NULL },
	{ "off64_t", "long long", NULL },
	{ "time_t", "long", NULL },
	{ "clock_t", "long", NULL },
	{ "suseconds_t", "long", NULL },
	{ "dev_t", "unsigned long", "unsigned long long" },
	{ "major_t", "unsigned int", NULL },
	{ "minor_t", "unsigned int", NULL },
	{ "ino_t", "unsigned long", NULL },
	{ "nlink_t", "unsigned long", "unsigned int" },
	{ "mode_t", "unsigned int", NULL },
	{ "blksize_t", "long", NULL },
	{ "blkcnt_t", "long", NULL },
	{ "daddr_t", "long", NULL },
	{ "pid_t", "int", NULL },
	{ "uid_t", "unsigned int", NULL },
	{ "gid_t", "unsigned int", NULL },
	{ "id_t", "int", NULL },
	{ "key_t", "int", NULL },
	{ "clockid_t", "int", NULL },
	{ "taskid_t", "int", NULL },
	{ "projid_t", "int", NULL },
	{ "poolid_t", "int", NULL },
	{ "zoneid_t", "int", NULL },
	{ "psetid_t", "int", NULL },
	{ "processorid_t", "int", NULL },
	{ "chipid_t", "int", NULL },
	{ "lgrp_id_t", "int", NULL },
	{ "pri_t", "short", NULL },
	{ "wchar_t", "int", NULL },
	{ "socklen_t", "unsigned int", NULL },
	{ "sa_family_t", "unsigned short", NULL },
	{ "in_port_t", "unsigned short", NULL },
	{ "in_addr_t", "unsigned int", NULL },
	{ "ipaddr_t", "unsigned int", NULL },
};

#define N_C_TYPES (sizeof(c_types) / sizeof(c_types[0]))
#define N_KNOWN_NAMES (sizeof(known_names) / sizeof(known_names[0]))

enum { TAG_STRUCT, TAG_UNION, TAG_ENUM, N_TAGS };

struct type_table {
	struct arena *arena;
	int model;
	struct type *c_types[N_C_TYPES];
	struct type *ints[2][4];	/* by sign and the logarithm of the size */
	struct type *void_type, *string_type, *agg_type, *sym_type;
	struct names tags[N_TAGS];
	struct names typedefs;
	struct names enumerators;	/* struct type_enumerator */
	type_source_fn *source;
	void *source_ctx;
};

static struct type *make_type(struct type_table *tt, enum type_kind kind, const char *name,
			      uint32_t size, uint32_t align)
{
	struct type *type = arena_make(tt->arena, struct type);

	type->kind = kind;
	type->name = name;
	type->size = size;
	type->align = align;
	return type;
}

static struct type *make_c_type(struct type_table *tt, const struct c_type *c)
{
	bool is_64 = tt->model == 64;
	struct type *type = make_type(tt, c->flags & FLOAT ? TYPE_FLOAT : TYPE_INT, c->name,
				      is_64 ? c->size64 : c->size32,
				      is_64 ? c->align64 : c->align32);

	type->is_signed = c->flags & SIGNED;
	type->is_char = c->flags & CHAR;
	type->is_bool = c->flags & BOOL;
	return type;
}

static void add_known_names(struct type_table *tt)
{
	for (size_t i = 0; i < N_KNOWN_NAMES; i++) {
		const struct known_name *k = &known_names[i];
		bool is_32 = tt->model == 32 && k->c_name32;

		type_add_typedef(tt, k->name, type_c_int(tt, is_32 ? k->c_name32 : k->c_name));
	}
	type_add_typedef(tt, "caddr_t", type_pointer(tt, type_c_int(tt, "char"), SPACE_USER));
	for (const struct name_entry *e = tt->typedefs.first; e; e = e->next)
		((struct type *)e->value)->is_predeclared = true;
}

static void add_ints(struct type_table *tt)
{
	static const char *const sized[2][4] = {
		{ "uint8_t", "uint16_t", "uint32_t", "uint64_t" },
		{ "int8_t", "int16_t", "int32_t", "int64_t" },
	};

	for (int is_signed = 0; is_signed < 2; is_signed++) {
		for (int log = 0; log < 4; log++) {
			const char *name = sized[is_signed][log];
			struct type *type = arena_make(tt->arena, struct type);

			*type = *type_find_typedef(tt, name)->ref;
			type->name = name;
			tt->ints[is_signed][log] = type;
		}
	}
}

struct type_table *type_table_new(struct arena *arena, int model)
{
	struct type_table *tt = arena_make(arena, struct type_table);

	tt->arena = arena;
	tt->model = model;
	for (size_t i = 0; i < N_C_TYPES; i++)
		tt->c_types[i] = make_c_type(tt, &c_types[i]);
	tt->void_type = make_type(tt, TYPE_VOID, "void", 0, 1);
	tt->string_type = make_type(tt, TYPE_STRING, "string", 0, 1);
	tt->agg_type = make_type(tt, TYPE_AGG, "@", 0, 1);
	tt->sym_type = make_type(tt, TYPE_SYM, "symaddr", 16, 8);
	add_known_names(tt);
	add_ints(tt);
	return tt;
}

int type_table_model(const struct type_table *tt)
{
	return tt->model;
}

void type_table_set_source(struct type_table *tt, type_source_fn *fn, void *ctx)
{
	tt->source = fn;
	tt->source_ctx = ctx;
}

type_source_fn *type_table_source(const struct type_table *tt, void **ctx)
{
	*ctx = tt->source_ctx;
	return tt->source;
}

struct type *type_void(struct type_table *tt)
{
	return tt->void_type;
}

struct type *type_string(struct type_table *tt)
{
	return tt->string_type;
}

struct type *type_agg(struct type_table *tt)
{
	return tt->agg_type;
}

struct type *type_stack(struct type_table *tt, uint32_t size)
{
	return make_type(tt, TYPE_STACK, "stack", size, 8);
}

struct type *type_sym(struct type_table *tt)
{
	return tt->sym_type;
}

struct type *type_int(struct type_table *tt, uint32_t size, bool is_signed)
{
	return tt->ints[is_signed][__builtin_ctz(size)];
}

struct type *type_c_int(struct type_table *tt, const char *name)
{
	for (size_t i = 0; i < N_C_TYPES; i++) {
		if (!strcmp(c_types[i].name, name))
			return tt->c_types[i];
	}
	return NULL;
}

struct type *type_pointer(struct type_table *tt, struct type *to, enum type_space space)
{
	uint32_t size = tt->model / 8;
	struct type *type = make_type(tt, TYPE_POINTER, NULL, size, size);

	type->ref = to;
	type->space = space;
	return type;
}

struct type *type_array(struct type_table *tt, struct type *of, uint32_t n_elems)
{
	uint64_t size = (uint64_t)type_size(of) * n_elems;
	struct type *type;

	if (size > TYPE_MAX_SIZE)
		return NULL;
	type = make_type(tt, TYPE_ARRAY, NULL, (uint32_t)size, type_align(of));
	type->ref = of;
	type->n_elems = n_elems;
	return type;
}

struct type *type_func(struct type_table *tt, struct type *returns, struct type_param *params,
		       uint32_t n_params, bool is_varargs)
{
	struct type *type = make_type(tt, TYPE_FUNC, NULL, 0, 1);

	type->ref = returns;
	type->params = params;
	type->n_params = n_params;
	type->is_varargs = is_varargs;
	return type;
}

struct type *type_opaque(struct type_table *tt, const char *name)
{
	return make_type(tt, TYPE_OPAQUE, arena_strdup(tt->arena, name), 0, 1);
}

struct type *type_const(struct type_table *tt, struct type *type)
{
	struct type *copy = arena_make(tt->arena, struct type);

	if (type_is_sou(type) || type->kind == TYPE_ENUM) {
		copy->kind = TYPE_TYPEDEF;
		copy->ref = type;
		copy->size = type->size;
		copy->align = type->align;
		copy->is_signed = type->is_signed;
	} else {
		*copy = *type;
	}
	copy->is_const = true;
	return copy;
}

static struct names *tags_of(struct type_table *tt, enum type_kind kind)
{
	if (kind == TYPE_ENUM)
		return &tt->tags[TAG_ENUM];
	return &tt->tags[kind == TYPE_UNION ? TAG_UNION : TAG_STRUCT];
}

/* The name in the table: what no module owns has it as it is. A key that is made is freed. */
static const char *key_of(const char *module, const char *name, char **made)
{
	*made = module ? xasprintf("%s`%s", module, name) : NULL;
	return *made ? *made : name;
}

struct type *type_find_tag_in(struct type_table *tt, enum type_kind kind, const char *module,
			      const char *tag)
{
	auto_free char *made = NULL;

	return names_find(tags_of(tt, kind), key_of(module, tag, &made));
}

struct type *type_find_tag(struct type_table *tt, enum type_kind kind, const char *tag)
{
	return type_find_tag_in(tt, kind, NULL, tag);
}

struct type *type_tag_in(struct type_table *tt, enum type_kind kind, const char *module,
			 const char *tag)
{
	struct type *type = tag ? type_find_tag_in(tt, kind, module, tag) : NULL;
	auto_free char *made = NULL;

	if (type)
		return type;
	type = make_type(tt, kind, NULL, kind == TYPE_ENUM ? 4 : 0, kind == TYPE_ENUM ? 4 : 1);
	type->is_signed = kind == TYPE_ENUM;
	if (tag) {
		type->name = arena_strdup(tt->arena, tag);
		type->module = module ? arena_strdup(tt->arena, module) : NULL;
		names_set(tags_of(tt, kind), tt->arena, key_of(module, tag, &made), type);
	}
	return type;
}

struct type *type_tag(struct type_table *tt, enum type_kind kind, const char *tag)
{
	return type_tag_in(tt, kind, NULL, tag);
}

void type_adopt(struct type *tag, const struct type *from)
{
	const char *name = tag->name;

	*tag = *from;
	tag->name = name;
}

struct type *type_find_typedef_in(struct type_table *tt, const char *module, const char *name)
{
	auto_free char *made = NULL;

	return names_find(&tt->typedefs, key_of(module, name, &made));
}

struct type *type_find_typedef(struct type_table *tt, const char *name)
{
	return type_find_typedef_in(tt, NULL, name);
}

static bool is_tag(const struct type *type)
{
	return type->kind == TYPE_STRUCT || type->kind == TYPE_UNION || type->kind == TYPE_ENUM;
}

static void set_typedef(struct type_table *tt, const char *module, const char *name,
			struct type *type)
{
	auto_free char *made = NULL;
	struct type *named = make_type(tt, TYPE_TYPEDEF, arena_strdup(tt->arena, name), type->size,
				       type->align);

	named->is_signed = type->is_signed;
	named->ref = type;
	if (is_tag(type) && !type->name && !type->alias)
		type->alias = named;
	names_set(&tt->typedefs, tt->arena, key_of(module, name, &made), named);
}

int type_add_typedef_in(struct type_table *tt, const char *module, const char *name,
			struct type *type)
{
	struct type *known = type_find_typedef_in(tt, module, name);

	if (known)
		return type_equal(known, type) ? 0 : -EEXIST;
	set_typedef(tt, module, name, type);
	return 0;
}

int type_redefine_typedef(struct type_table *tt, const char *module, const char *name,
			  struct type *type)
{
	int err = type_add_typedef_in(tt, module, name, type);

	if (!err || !type_find_typedef_in(tt, module, name)->is_predeclared)
		return err;
	set_typedef(tt, module, name, type);
	return 0;
}

int type_add_typedef(struct type_table *tt, const char *name, struct type *type)
{
	return type_add_typedef_in(tt, NULL, name, type);
}

bool type_find_enumerator(struct type_table *tt, const char *name, int64_t *value)
{
	const struct type_enumerator *e = names_find(&tt->enumerators, name);

	if (e)
		*value = e->value;
	return e;
}

void type_add_enumerators(struct type_table *tt, const struct type *e)
{
	for (uint32_t i = 0; i < e->n_enumerators; i++)
		names_set(&tt->enumerators, tt->arena, e->enumerators[i].name, &e->enumerators[i]);
}

struct type *type_resolve(struct type *type)
{
	while (type->kind == TYPE_TYPEDEF)
		type = type->ref;
	return type;
}
