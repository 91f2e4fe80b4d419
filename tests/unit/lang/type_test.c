/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/lang/type.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/arena.h"
#include "runtime/base/str.h"

struct fixture {
	struct arena *arena;
	struct type_table *tt;
};

static int set_up(void **state)
{
	static struct fixture fx;

	fx.arena = arena_new();
	fx.tt = type_table_new(fx.arena, 64);
	*state = &fx;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fx = *state;

	arena_free(fx->arena);
	return 0;
}

static struct type *named(struct fixture *fx, const char *name)
{
	struct type *type = type_c_int(fx->tt, name);

	return type ? type : type_find_typedef(fx->tt, name);
}

static void assert_printed(const struct type *type, const char *name, const char *expected)
{
	auto_str struct str s = { 0 };

	type_print(&s, type, name);
	assert_string_equal(str_text(&s), expected);
}

/* A struct with these members, of types by name; bits < 0: no bit-field. */
struct member_row {
	const char *name, *type;
	int bits;
};

static struct type *make_struct(struct fixture *fx, enum type_kind kind,
				const struct member_row *rows, uint32_t n, bool is_packed)
{
	struct type_member *members = arena_make_n(fx->arena, struct type_member, n);
	struct type *sou = type_tag(fx->tt, kind, NULL);

	for (uint32_t i = 0; i < n; i++) {
		members[i].name = rows[i].name;
		members[i].type = named(fx, rows[i].type);
		members[i].bit_size = rows[i].bits > 0 ? (uint16_t)rows[i].bits : 0;
	}
	type_complete(sou, members, n, is_packed);
	return sou;
}

static void c_types_have_the_sizes_of_the_model(void **state)
{
	struct fixture *fx = *state;
	struct type_table *tt32 = type_table_new(fx->arena, 32);

	assert_int_equal(type_size(named(fx, "long")), 8);
	assert_int_equal(type_size(type_c_int(tt32, "long")), 4);
	assert_int_equal(type_size(type_find_typedef(fx->tt, "size_t")), 8);
	assert_int_equal(type_size(type_find_typedef(tt32, "size_t")), 4);
	assert_int_equal(type_size(type_find_typedef(tt32, "int64_t")), 8);
	assert_int_equal(type_pointer(tt32, type_void(tt32), SPACE_USER)->size, 4);
	assert_null(type_c_int(fx->tt, "quad"));
}

static void known_names_are_equal_to_the_c_types_they_stand_for(void **state)
{
	static const char *const rows[][2] = {
		{ "int8_t", "signed char" },	{ "uint16_t", "unsigned short" },
		{ "uint64_t", "unsigned long" }, { "pid_t", "int" },
		{ "uid_t", "unsigned int" },	{ "hrtime_t", "long long" },
		{ "uintptr_t", "unsigned long" }, { "off_t", "long" },
		{ "bool", "_Bool" },		{ "u_longlong_t", "unsigned long long" },
	};
	struct fixture *fx = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_true(type_equal(named(fx, rows[i][0]), named(fx, rows[i][1])));
}

static void long_and_long_long_are_equal_where_their_sizes_are(void **state)
{
	struct fixture *fx = *state;

	assert_true(type_equal(named(fx, "long"), named(fx, "long long")));
	assert_false(type_equal(named(fx, "long"), named(fx, "unsigned long")));
	assert_false(type_equal(named(fx, "unsigned char"), named(fx, "bool")));
}

static void pointers_are_equal_by_what_they_point_to_and_where(void **state)
{
	struct fixture *fx = *state;
	struct type *a = type_pointer(fx->tt, named(fx, "int"), SPACE_USER);

	assert_true(type_equal(a, type_pointer(fx->tt, named(fx, "int32_t"), SPACE_USER)));
	assert_false(type_equal(a, type_pointer(fx->tt, named(fx, "int"), SPACE_KERNEL)));
	assert_false(type_equal(a, type_pointer(fx->tt, named(fx, "long"), SPACE_USER)));
}

static void promotion_takes_the_larger_and_then_the_unsigned(void **state)
{
	static const char *const rows[][3] = {
		{ "char", "char", "char" },	     { "char", "short", "short" },
		{ "int", "unsigned int", "unsigned int" }, { "unsigned int", "long", "long" },
		{ "unsigned long", "long", "unsigned long" }, { "bool", "char", "int" },
		{ "unsigned short", "int", "int" },
	};
	struct fixture *fx = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct type *a = named(fx, rows[i][0]), *b = named(fx, rows[i][1]);

		assert_true(type_equal(type_promote(fx->tt, a, b), named(fx, rows[i][2])));
		assert_true(type_equal(type_promote(fx->tt, b, a), named(fx, rows[i][2])));
	}
}

static void enums_promote_to_int(void **state)
{
	struct fixture *fx = *state;
	struct type *e = type_tag(fx->tt, TYPE_ENUM, "color");

	assert_ptr_equal(type_promote(fx->tt, e, e), named(fx, "int"));
}

/* What the compiler of this test does with the same declarations. */
struct plain { char a; long b; short c; char d; int e; };
struct bits { int a : 20; int b : 20; char c; unsigned short d : 3; unsigned short : 0; char e; };
struct longs { char a; long b : 40; long c : 30; int : 5; int d : 2; };
struct unnamed { char a; int : 7; char b; };
struct packed { char a; int b; short c : 9; short d : 9; } __attribute__((packed));
union both { char a; long b : 3; short c; };

static void layout_is_that_of_the_compiler(void **state)
{
	static const struct member_row plain[] = { { "a", "char", -1 }, { "b", "long", -1 },
		{ "c", "short", -1 }, { "d", "char", -1 }, { "e", "int", -1 } };
	static const struct member_row bits[] = { { "a", "int", 20 }, { "b", "int", 20 },
		{ "c", "char", -1 }, { "d", "unsigned short", 3 },
		{ NULL, "unsigned short", 0 }, { "e", "char", -1 } };
	static const struct member_row longs[] = { { "a", "char", -1 }, { "b", "long", 40 },
		{ "c", "long", 30 }, { NULL, "int", 5 }, { "d", "int", 2 } };
	static const struct member_row unnamed[] = { { "a", "char", -1 }, { NULL, "int", 7 },
		{ "b", "char", -1 } };
	static const struct member_row packed[] = { { "a", "char", -1 }, { "b", "int", -1 },
		{ "c", "short", 9 }, { "d", "short", 9 } };
	static const struct member_row both[] = { { "a", "char", -1 }, { "b", "long", 3 },
		{ "c", "short", -1 } };
	static const struct {
		enum type_kind kind;
		const struct member_row *rows;
		uint32_t n;
		bool is_packed;
		uint32_t size, align;
	} rows[] = {
		{ TYPE_STRUCT, plain, 5, false, sizeof(struct plain), _Alignof(struct plain) },
		{ TYPE_STRUCT, bits, 6, false, sizeof(struct bits), _Alignof(struct bits) },
		{ TYPE_STRUCT, longs, 5, false, sizeof(struct longs), _Alignof(struct longs) },
		{ TYPE_STRUCT, unnamed, 3, false, sizeof(struct unnamed),
		  _Alignof(struct unnamed) },
		{ TYPE_STRUCT, packed, 4, true, sizeof(struct packed), _Alignof(struct packed) },
		{ TYPE_UNION, both, 3, false, sizeof(union both), _Alignof(union both) },
	};
	struct fixture *fx = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct type *sou = make_struct(fx, rows[i].kind, rows[i].rows, rows[i].n,
						     rows[i].is_packed);

		assert_int_equal(sou->size, rows[i].size);
		assert_int_equal(sou->align, rows[i].align);
	}
}

/* Reads a bit-field out of memory as struct type_member describes it. */
static uint64_t read_bits(const void *object, const struct type_member *m)
{
	uint64_t word = 0;

	memcpy(&word, (const char *)object + m->offset, type_size(m->type));
	return word >> m->bit_offset & ((1ull << m->bit_size) - 1);
}

static void bit_fields_lie_where_the_compiler_puts_them(void **state)
{
	static const struct member_row rows[] = { { "a", "int", 20 }, { "b", "int", 20 },
		{ "c", "char", -1 }, { "d", "unsigned short", 3 },
		{ NULL, "unsigned short", 0 }, { "e", "char", -1 } };
	const struct bits object = { .a = 0x12345, .b = 0x2bcde, .c = 1, .d = 5, .e = 2 };
	const struct type *sou = make_struct(*state, TYPE_STRUCT, rows, 6, false);

	assert_int_equal(read_bits(&object, &sou->members[0]), 0x12345);
	assert_int_equal(read_bits(&object, &sou->members[1]), 0x2bcde);
	assert_int_equal(read_bits(&object, &sou->members[3]), 5);
	assert_int_equal(sou->members[2].offset, offsetof(struct bits, c));
	assert_int_equal(sou->members[5].offset, offsetof(struct bits, e));
}

static void members_are_found_inside_anonymous_ones(void **state)
{
	static const struct member_row inner_rows[] = { { "x", "int", -1 }, { "y", "int", -1 } };
	struct fixture *fx = *state;
	struct type *outer = type_tag(fx->tt, TYPE_STRUCT, "outer");
	struct type_member *members = arena_make_n(fx->arena, struct type_member, 2);
	uint32_t offset;

	members[0] = (struct type_member){ .name = "first", .type = named(fx, "long") };
	members[1].type = make_struct(fx, TYPE_STRUCT, inner_rows, 2, false);
	type_complete(outer, members, 2, false);
	assert_non_null(type_find_member(outer, "y", &offset));
	assert_int_equal(offset, 12);
	assert_null(type_find_member(outer, "z", &offset));
}

static void a_typedef_may_be_repeated_but_not_changed(void **state)
{
	struct fixture *fx = *state;

	assert_int_equal(type_add_typedef(fx->tt, "my_t", named(fx, "int")), 0);
	assert_int_equal(type_add_typedef(fx->tt, "my_t", named(fx, "int32_t")), 0);
	assert_int_equal(type_add_typedef(fx->tt, "my_t", named(fx, "long")), -EEXIST);
}

/* Each takes the one before it, twice: 2^40 comparisons, were they not remembered. */
static void chains_of_functions_are_compared_in_linear_time(void **state)
{
	struct fixture *fx = *state;
	struct type *last[2] = { named(fx, "int"), named(fx, "int32_t") };

	for (int depth = 0; depth < 40; depth++) {
		for (int i = 0; i < 2; i++) {
			struct type_param *params = arena_make_n(fx->arena, struct type_param, 2);

			params[0].type = params[1].type = last[i];
			last[i] = type_func(fx->tt, named(fx, "int"), params, 2, false);
		}
	}
	assert_true(type_equal(last[0], last[1]));
}

static void a_const_struct_is_completed_with_the_struct(void **state)
{
	static struct type_member members[] = { { .name = "a" } };
	struct fixture *fx = *state;
	struct type *s = type_tag(fx->tt, TYPE_STRUCT, "late");
	struct type *c = type_const(fx->tt, s);

	members[0].type = named(fx, "int");
	type_complete(s, members, 1, false);
	assert_int_equal(type_size(c), 4);
	assert_printed(type_pointer(fx->tt, c, SPACE_USER), NULL, "const struct late *");
}

static void enumerators_are_found_by_name(void **state)
{
	static struct type_enumerator es[] = { { "RED", 3 }, { "BLUE", -1 } };
	struct fixture *fx = *state;
	struct type *e = type_tag(fx->tt, TYPE_ENUM, NULL);
	int64_t value;

	e->enumerators = es;
	e->n_enumerators = 2;
	type_add_enumerators(fx->tt, e);
	assert_true(type_find_enumerator(fx->tt, "BLUE", &value));
	assert_int_equal(value, -1);
	assert_false(type_find_enumerator(fx->tt, "GREEN", &value));
}

static void arrays_above_the_limit_are_refused(void **state)
{
	struct fixture *fx = *state;

	assert_null(type_array(fx->tt, named(fx, "long"), UINT32_MAX));
	assert_int_equal(type_array(fx->tt, named(fx, "long"), 4)->size, 32);
}

static void declarations_print_as_c_writes_them(void **state)
{
	struct fixture *fx = *state;
	struct type_table *tt = fx->tt;
	struct type *c = named(fx, "char");
	struct type *text = type_pointer(tt, type_const(tt, c), SPACE_USER);
	struct type_param params[] = {
		{ .type = named(fx, "int") },
		{ .name = "s", .type = text },
	};
	struct type *func = type_func(tt, named(fx, "int"), params, 2, true);

	assert_printed(text, NULL, "const char *");
	assert_printed(text, "s", "const char *s");
	assert_printed(type_const(tt, text), "s", "const char *const s");
	assert_printed(type_array(tt, c, 10), "name", "char name[10]");
	assert_printed(type_array(tt, text, 2), "v", "const char *v[2]");
	assert_printed(type_pointer(tt, type_array(tt, c, 2), SPACE_USER), "p", "char (*p)[2]");
	assert_printed(type_pointer(tt, func, SPACE_USER), NULL,
		       "int (*)(int, const char *s, ...)");
	assert_printed(type_tag(tt, TYPE_UNION, "u"), NULL, "union u");
	assert_printed(type_int(tt, 8, false), NULL, "uint64_t");
	assert_printed(type_string(tt), "s", "string s");
}

static void only_text_is_stringlike(void **state)
{
	struct fixture *fx = *state;
	struct type_table *tt = fx->tt;

	assert_true(type_is_stringlike(type_string(tt)));
	assert_true(type_is_stringlike(type_array(tt, named(fx, "char"), 4)));
	assert_true(type_is_stringlike(type_pointer(tt, named(fx, "uchar_t"), SPACE_USER)));
	assert_false(type_is_stringlike(type_pointer(tt, named(fx, "int"), SPACE_USER)));
	assert_false(type_is_stringlike(named(fx, "char")));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(c_types_have_the_sizes_of_the_model),
		TEST(known_names_are_equal_to_the_c_types_they_stand_for),
		TEST(long_and_long_long_are_equal_where_their_sizes_are),
		TEST(pointers_are_equal_by_what_they_point_to_and_where),
		TEST(chains_of_functions_are_compared_in_linear_time),
		TEST(promotion_takes_the_larger_and_then_the_unsigned),
		TEST(enums_promote_to_int),
		TEST(layout_is_that_of_the_compiler),
		TEST(bit_fields_lie_where_the_compiler_puts_them),
		TEST(members_are_found_inside_anonymous_ones),
		TEST(a_typedef_may_be_repeated_but_not_changed),
		TEST(a_const_struct_is_completed_with_the_struct),
		TEST(enumerators_are_found_by_name),
		TEST(arrays_above_the_limit_are_refused),
		TEST(declarations_print_as_c_writes_them),
		TEST(only_text_is_stringlike),
	};

	return cmocka_run_group_tests_name("lang/type", tests, NULL, NULL);
}
