/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The golden stage "check" shows whole trees; here stand tables, where many small cases say
 * more. */
#include "runtime/lang/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/arena.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/lang/builtin.h"
#include "runtime/lang/parse.h"
#include "runtime/lang/proto.h"
#include "runtime/lang/scope.h"
#include "runtime/lang/source.h"
#include "tests/lib/few_builtins.h"

struct fixture {
	struct check ck;
	struct unit unit;
	struct type *args[2];
};

static int set_up(void **state)
{
	static struct fixture fx;

	memset(&fx, 0, sizeof(fx));
	fx.ck.arena = arena_new();
	fx.ck.types = type_table_new(fx.ck.arena, 64);
	fx.ck.scope = scope_new(fx.ck.arena);
	fx.ck.builtins = &few_builtins;
	fx.ck.dg = diag_new();
	fx.ck.strsize = 256;
	fx.ck.args = fx.args;
	fx.ck.n_args = 2;
	fx.args[1] = type_pointer(fx.ck.types, type_c_int(fx.ck.types, "char"), SPACE_USER);
	*state = &fx;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fx = *state;

	diag_free(fx->ck.dg);
	arena_free(fx->ck.arena);
	return 0;
}

/* Parses and checks a program, declarations first. */
static int run(struct fixture *fx, const char *text)
{
	static const struct parse_opts opts = { .mode = PARSE_PROGRAM };
	struct check *ck = &fx->ck;
	const struct source *src = source_from_text(ck->arena, "test", text, strlen(text));
	int err = parse_unit(ck->arena, ck->types, src, &opts, ck->dg, &fx->unit);

	for (struct node *n = fx->unit.nodes; n; n = n->next) {
		if (n->kind != NODE_CLAUSE)
			err |= check_decl(ck, n);
	}
	for (struct node *n = fx->unit.nodes; n; n = n->next) {
		if (n->kind == NODE_CLAUSE)
			err |= check_clause(ck, node_clause(n));
	}
	return err | check_finish(ck);
}

/* Only the tag named, once. */
static void assert_told(struct fixture *fx, const char *text, enum diag_tag tag)
{
	int err = run(fx, text);

	if (err >= 0 || diag_tag_at(fx->ck.dg, 0) != (int)tag || diag_tag_at(fx->ck.dg, 1) != -1) {
		print_message("%s\n", text);
		diag_print(fx->ck.dg, stderr, &(struct diag_style){ "test", true });
		fail_msg("expected %s and nothing else", diag_tag_name(tag));
	}
}

static void assert_fine(struct fixture *fx, const char *text)
{
	if (run(fx, text)) {
		print_message("%s\n", text);
		diag_print(fx->ck.dg, stderr, &(struct diag_style){ "test", true });
		fail();
	}
}

struct program_row {
	enum diag_tag tag;
	const char *text;
};

static void each_fails(void **state, const struct program_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		tear_down(state);
		set_up(state);
		assert_told(*state, rows[i].text, rows[i].tag);
	}
}

static void each_is_fine(void **state, const char *const *texts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		tear_down(state);
		set_up(state);
		assert_fine(*state, texts[i]);
	}
}

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static const char prelude[] =
	"struct task_struct { int pid; struct task_struct *parent; char comm[16]; int flag : 3; "
			"};\n"
	"struct point { long x; char *name; struct { int in; }; long v[4]; };\n"
	"enum color { RED = 1, BLUE = 7 };\n"
	"inline int OPT = 0; inline string WHO = \"me\"; inline int twice[int n] = n * 2;\n"
	"int g; char c; unsigned int u; short s; string str; uint64_t big; struct point *p;\n"
	"int assoc[string, int]; self int depth; this char *text;\n";

static void expressions_have_the_types_of_d(void **state)
{
	static const char *const rows[][2] = {
		{ "1", "int" },			{ "4294967296", "long" },
		{ "1u", "unsigned int" },	{ "0xffffffff", "unsigned int" },
		{ "'a'", "int" },		{ "RED + 1", "int" },
		{ "c + c", "char" },		{ "c + 1", "int" },
		{ "s - c", "short" },		{ "u + g", "unsigned int" },
		{ "g + big", "uint64_t" },	{ "c << 40", "char" },
		{ "big == 1", "int" },		{ "!big", "int" },
		{ "-s", "short" },		{ "~u", "unsigned int" },
		{ "g && str", "int" },		{ "str == \"x\"", "int" },
		{ "p + 1", "struct point *" },	{ "p - p", "int64_t" },
		{ "*p", "struct point" },	{ "p->x", "long" },
		{ "p->in", "int" },		{ "p->v[1]", "long" },
		{ "&p->x", "long *" },		{ "&p->v[2]", "long *" },
		{ "curthread->parent->pid", "int" }, { "curthread->flag", "int" },
		{ "g ? c : big", "uint64_t" },	{ "g ? str : \"x\"", "string" },
		{ "g ? p : 0", "struct point *" }, { "g ? \"a\" : p->name", "string" },
		{ "g, str", "string" },		{ "sizeof (struct point)", "size_t" },
		{ "sizeof g", "size_t" },	{ "(char)big", "char" },
		{ "(struct point *)arg0", "struct point *" }, { "stringof(arg0)", "string" },
		{ "assoc[\"a\", 1]", "int" },	{ "self->depth++", "int" },
		{ "g = 3", "int" },		{ "g += big", "int" },
		{ "args[0]", "int64_t" },	{ "args[1]", "char *" },
		{ "uregs[3]", "uint64_t" },	{ "pid", "pid_t" },
		{ "strlen(execname)", "size_t" }, { "strlen(p->name)", "size_t" },
		{ "copyin(arg0, 8)", "void *" }, { "WHO", "string" },
		{ "twice[g]", "int" },		{ "NULL", "int" },
		{ "(int *)NULL", "int *" },	{ "offsetof(struct point, name)", "size_t" },
	};
	struct fixture *fx = *state;

	assert_fine(fx, prelude);
	for (size_t i = 0; i < LEN(rows); i++) {
		static const struct parse_opts opts = { .mode = PARSE_PROGRAM };
		const struct source *src = source_from_text(fx->ck.arena, "test", rows[i][0],
							    strlen(rows[i][0]));
		struct str type = { 0 };
		struct node *n;

		assert_int_equal(parse_expr_alone(fx->ck.arena, fx->ck.types, src, &opts,
						  fx->ck.dg, &n), 0);
		if (check_expr(&fx->ck, &n))
			diag_print(fx->ck.dg, stderr, &(struct diag_style){ rows[i][0], true });
		type_print(&type, n->type, NULL);
		if (strcmp(str_text(&type), rows[i][1]))
			fail_msg("%s is %s, not %s", rows[i][0], str_text(&type), rows[i][1]);
		str_fini(&type);
	}
}

static void constants_are_computed(void **state)
{
	static const struct {
		const char *text;
		int64_t value;
	} rows[] = {
		{ "1 + 2 * 3", 7 },	{ "-7 / 2", -3 },	{ "-7 % 4", -3 },
		{ "7u / 2", 3 },	{ "-1 < 1u", 0 },	{ "-1 < 1", 1 },
		{ "1 << 31", INT32_MIN }, { "0x80000000 >> 4", 0x8000000 },
		{ "(char)300", 44 },	{ "(unsigned char)-1", 255 },
		{ "1 ? 5 : undefined", 5 }, { "OPT ? undefined : 6", 6 },
		{ "0 && pid", 0 },	{ "1 || pid", 1 },	{ "1 ^^ 1", 0 },
		{ "!5", 0 },		{ "~0", -1 },		{ "BLUE", 7 },
		{ "\"a\" == \"a\"", 1 }, { "\"a\" < \"b\"", 1 }, { "WHO == \"you\"", 0 },
		{ "sizeof (string)", 256 }, { "sizeof (struct point)", 56 },
		{ "offsetof(struct point, in)", 16 }, { "twice[4]", 8 },
		{ "9223372036854775807 + 1", INT64_MIN },
	};
	struct fixture *fx = *state;

	assert_fine(fx, prelude);
	for (size_t i = 0; i < LEN(rows); i++) {
		static const struct parse_opts opts = { .mode = PARSE_PROGRAM };
		const struct source *src = source_from_text(fx->ck.arena, "test", rows[i].text,
							    strlen(rows[i].text));
		struct node *n;
		int64_t value;

		assert_int_equal(parse_expr_alone(fx->ck.arena, fx->ck.types, src, &opts,
						  fx->ck.dg, &n), 0);
		assert_int_equal(check_expr(&fx->ck, &n), 0);
		if (!node_is_const_int(n, &value) || value != rows[i].value)
			fail_msg("%s is not %lld", rows[i].text, (long long)rows[i].value);
	}
}

static struct symbol *get_symbol(struct fixture *fx, enum symbol_kind kind, const char *name)
{
	struct symbol *sym = scope_find(fx->ck.scope, kind, name);

	assert_non_null(sym);
	return sym;
}

static void the_first_assignment_gives_the_type(void **state)
{
	struct fixture *fx = *state;

	assert_fine(fx, "struct task_struct { char comm[16]; }; enum e { A };\n"
			"BEGIN { a = 1; b = execname; c = arg0; d = curthread->comm; e = args[1];"
			" f = A; self->g = timestamp; h++; i += cpu; a = timestamp; }");
	assert_true(type_equal(get_symbol(fx, SYMBOL_GLOBAL, "a")->type,
			       type_c_int(fx->ck.types, "int")));
	assert_true(type_is_string(get_symbol(fx, SYMBOL_GLOBAL, "b")->type));
	assert_int_equal(get_symbol(fx, SYMBOL_GLOBAL, "c")->type->size, 8);
	assert_true(type_is_string(get_symbol(fx, SYMBOL_GLOBAL, "d")->type));
	assert_true(type_is_pointer(get_symbol(fx, SYMBOL_GLOBAL, "e")->type));
	assert_int_equal(type_resolve(get_symbol(fx, SYMBOL_GLOBAL, "f")->type)->kind, TYPE_INT);
	assert_false(type_is_signed(get_symbol(fx, SYMBOL_SELF, "g")->type));
	assert_int_equal(get_symbol(fx, SYMBOL_GLOBAL, "h")->type->size, 8);
	assert_int_equal(get_symbol(fx, SYMBOL_GLOBAL, "i")->type->size, 4);
}

static void pointers_know_the_memory_they_point_into(void **state)
{
	struct fixture *fx = *state;

	assert_fine(fx, "struct task_struct { struct task_struct *parent; char *name; };\n"
			"this char *q;\n"
			"BEGIN { a = curthread->parent; b = &curthread->name; c = curthread->name;"
			" d = (char *)copyin(arg0, 8); this->q = (char *)alloca(8);"
			" e = (struct task_struct *)copyin(arg0, 8); f = e->name;"
			" g = (char *)arg0; h = (struct task_struct *)(void *)curthread; }");
	assert_int_equal(get_symbol(fx, SYMBOL_GLOBAL, "a")->type->space, SPACE_KERNEL);
	assert_int_equal(get_symbol(fx, SYMBOL_GLOBAL, "b")->type->space, SPACE_KERNEL);
	assert_int_equal(get_symbol(fx, SYMBOL_GLOBAL, "c")->type->space, SPACE_KERNEL);
	assert_int_equal(get_symbol(fx, SYMBOL_GLOBAL, "d")->type->space, SPACE_SCRATCH);
	assert_int_equal(get_symbol(fx, SYMBOL_THIS, "q")->type->space, SPACE_SCRATCH);
	assert_int_equal(get_symbol(fx, SYMBOL_GLOBAL, "f")->type->space, SPACE_USER);
	assert_int_equal(get_symbol(fx, SYMBOL_GLOBAL, "g")->type->space, SPACE_USER);
	assert_int_equal(get_symbol(fx, SYMBOL_GLOBAL, "h")->type->space, SPACE_KERNEL);
}

static void keys_are_fixed_by_the_first_use(void **state)
{
	struct fixture *fx = *state;

	assert_fine(fx, "BEGIN { x[execname, 1] = 2; x[args[1], timestamp] = 3; @[stack(), pid] "
			"= count(); }");
	assert_int_equal(get_symbol(fx, SYMBOL_GLOBAL, "x")->n_keys, 2);
	assert_true(type_is_string(get_symbol(fx, SYMBOL_GLOBAL, "x")->keys[0]));
	assert_int_equal(get_symbol(fx, SYMBOL_GLOBAL, "x")->keys[1]->size, 4);
	assert_int_equal(get_symbol(fx, SYMBOL_AGG, "")->keys[0]->kind, TYPE_STACK);
}

static void what_scripts_do_is_fine(void **state)
{
	static const char *const texts[] = {
		"inline int OPT = 0; BEGIN { OPT ? printf(\"%d\", nothing) : 1; }",
		"inline int OPT = 1; BEGIN { OPT ? @x[pid] = count() : 1; } END { printa(@x); }",
		"BEGIN { OPT = 1; OPT ? x = 1 : 0; }",
		"BEGIN /self->x = arg0/ { } END /(this->start = timestamp)/ { }",
		"BEGIN { self->path = copyinstr(arg0); } END /self->path != NULL/ { self->path = "
		"0; }",
		"BEGIN { self->path = copyinstr(arg0); } END /self->path && self->path == 0/ { "
		"trace(1); }",
		"END /copyinstr(arg0) != NULL/ { trace(1); }",
		"BEGIN { this->class = (char *)copyin(arg0, arg1 + 1); this->class[arg1] = '\\0';"
		" trace(stringof(this->class)); }",
		"BEGIN { self->depth++; self->stack[self->depth] = timestamp; self->stack[1] = "
		"0; }",
		"END { printa(\"%d %@d\", @x); printa(@x); clear(@x); } BEGIN { @x[usym(arg0)] = "
		"sum(arg1); }",
		"BEGIN { printf(\"%s %d\", execname, args[0], args[1]); stack(); usym(arg0); "
		"exit(0); }",
		"BEGIN { copyinstr(args[1]); strlen(args[1]); rand(); }",
		"BEGIN { if (pid == 1) { trace(1); } else { trace(execname); } }",
		"BEGIN { x = pid == 1 ? \"init\" : execname; trace(x); }",
		"BEGIN { @ = lquantize(arg0, 0, 10); } END { @ = lquantize(arg1, 0, 10); }",
		"inline int one = 1; inline int two = one + one; BEGIN { trace(two); }",
		"int x[int, string]; BEGIN { x[1, execname]++; }",
		"typedef struct info { string name; int pid; char comm[16]; } info_t;\n"
		"struct task_struct { int pid; char comm[16]; struct task_struct *parent; };\n"
		"translator info_t < struct task_struct *T > { name = T->parent->comm; pid = "
		"T->pid;"
		" comm = T->comm; };\n"
		"inline info_t *me = xlate <info_t *> (curthread);\n"
		"BEGIN { trace(me->name); x = me->pid + 1; trace(xlate <info_t "
		"*>(curthread)->comm); }",
		"BEGIN { trace(args[0] == 0 ? 0 : args[0]); x = 0; x = (int)arg0 < 0; }",
		"struct s { int a; }; BEGIN { this->s = *(struct s *)copyin(arg0, 4); "
		"trace(this->s.a); }",
		"BEGIN { x = (uintptr_t)args[1]; y = args[1] + 3; z = *y; w = y[2]; trace(y == "
		"0); }",
	};

	each_is_fine(state, texts, LEN(texts));
}

static void names_that_are_not_there_are_told(void **state)
{
	static const struct program_row rows[] = {
		{ D_IDENT_UNDEF, "BEGIN { trace(x); } END { x = 1; }" },
		{ D_IDENT_UNDEF, "BEGIN { x = x + 1; }" },
		{ D_IDENT_UNDEF, "BEGIN /self->x/ { trace(1); }" },
		{ D_IDENT_UNDEF, "BEGIN { trace(x[1]); }" },
		{ D_IDENT_UNDEF, "BEGIN { y = nothing; trace(y + 1); }" },
		{ D_IDENT_BADREF, "BEGIN { x[1] = 1; trace(x); }" },
		{ D_IDENT_BADREF, "BEGIN { x = 1; trace(x[1]); }" },
		{ D_IDENT_BADREF, "BEGIN { trace(args); }" },
		{ D_IDENT_BADREF, "BEGIN { trace(strlen); }" },
		{ D_FUNC_UNDEF, "BEGIN { prinft(\"x\"); }" },
		{ D_FUNC_UNDEF, "BEGIN { @ = cuont(); }" },
		{ D_FUNC_UNDEF, "BEGIN { pid(); }" },
		{ D_MEMBER_UNDEF, "struct task_struct { int a; }; BEGIN { trace(curthread->b); }" },
		{ D_MEMBER_UNDEF, "struct s { int a; }; BEGIN { trace(offsetof(struct s, b)); }" },
		{ D_TYPE_INCOMPLETE, "struct s *p; BEGIN { trace(p->a); }" },
		{ D_TYPE_INCOMPLETE, "BEGIN { trace(*copyin(arg0, 1)); }" },
		{ D_IDENT_UNDEF, "BEGIN { trace(`jiffies); }" },
		{ D_ARGS_NONE, "BEGIN { trace(args[5]); }" },
		{ D_ARGS_NONE, "BEGIN { trace(args[arg0]); }" },
		{ D_XLATE_NONE, "struct a { int x; }; BEGIN { trace(xlate <struct a>(arg0).x); }" },
	};

	each_fails(state, rows, LEN(rows));
}

static void declarations_that_cannot_be_are_told(void **state)
{
	static const struct program_row rows[] = {
		{ D_DECL_REDEF, "int pid;" },
		{ D_DECL_REDEF, "int strlen;" },
		{ D_DECL_REDEF, "int x; string x;" },
		{ D_DECL_REDEF, "inline int x = 1; inline int x = 2;" },
		{ D_DECL_REDEF, "enum e { A }; int A;" },
		{ D_DECL_LOCASSC, "this int x[int];" },
		{ D_DECL_LOCASSC, "BEGIN { this->x[1] = 2; }" },
		{ D_TYPE_INCOMPLETE, "struct nothing x;" },
		{ D_IDENT_UNDEF, "inline int x = x + 1;" },
		{ D_SIZEOF, "BEGIN { trace(sizeof (struct nothing)); }" },
		{ D_SIZEOF, "struct task_struct { int a : 3; }; BEGIN { trace(sizeof "
		  "(curthread->a)); }" },
	};

	each_fails(state, rows, LEN(rows));
}

static void operands_that_do_not_go_together_are_told(void **state)
{
	static const struct program_row rows[] = {
		{ D_OP_INT, "BEGIN { trace(execname * 2); }" },
		{ D_OP_INT, "BEGIN { trace(-execname); }" },
		{ D_OP_INT, "BEGIN { trace(args[1] & 1); }" },
		{ D_OP_INT, "BEGIN { trace(args[1][execname]); }" },
		{ D_OP_INT, "BEGIN { x = execname; x += 1; }" },
		{ D_OP_INCOMPAT, "BEGIN { trace(execname + 1); }" },
		{ D_OP_INCOMPAT, "BEGIN { trace(execname == 1); }" },
		{ D_OP_INCOMPAT, "BEGIN { x = 1; x = execname; }" },
		{ D_OP_INCOMPAT, "BEGIN { x = execname; x = 1; }" },
		{ D_OP_INCOMPAT, "BEGIN { trace(pid ? execname : 1); }" },
		{ D_OP_INCOMPAT, "char *p; BEGIN { p = arg0; }" },
		{ D_OP_INCOMPAT, "BEGIN { p = args[1]; p = (char *)copyin(arg0, 1); }" },
		{ D_OP_ACT, "BEGIN { x = stack(); }" },
		{ D_OP_SCALAR, "struct s { int a; } *p; BEGIN { trace(*p && 1); }" },
		{ D_OP_SCALAR, "BEGIN { x = execname; x++; }" },
		{ D_OP_SCALAR, "struct s { int a; } *p; BEGIN { if (*p) { trace(1); } }" },
		{ D_PRED_SCALAR, "struct s { int a; } *p; BEGIN /p[0]/ { trace(1); }" },
		{ D_OP_LVAL, "BEGIN { 1 = 2; }" },
		{ D_OP_LVAL, "BEGIN { args[1][0] = 'x'; }" },
		{ D_OP_LVAL, "BEGIN { x = 1; y = &x; }" },
		{ D_OP_LVAL, "enum e { A }; BEGIN { A = 1; }" },
		{ D_OP_WRITE, "BEGIN { pid = 1; }" },
		{ D_OP_WRITE, "BEGIN { timestamp++; }" },
		{ D_OP_WRITE, "BEGIN { args[0] = 1; }" },
		{ D_OP_WRITE, "inline int x = 1; BEGIN { x = 1; }" },
		{ D_OP_PTR, "BEGIN { trace(*pid); }" },
		{ D_OP_ARRAY, "BEGIN { trace(pid[0]); }" },
		{ D_OP_SOU, "BEGIN { trace(pid->x); }" },
		{ D_OP_SOU, "struct task_struct { int a; }; BEGIN { trace(curthread.a); }" },
		{ D_CAST_INVAL, "BEGIN { trace((int)execname); }" },
		{ D_CAST_INVAL, "struct s { int a; }; BEGIN { trace((struct s)1); }" },
		{ D_DIV_ZERO, "BEGIN { trace(1 / 0); }" },
		{ D_DIV_ZERO, "BEGIN { x = 1; x %= 0; }" },
		{ D_EXPR_NULL, "BEGIN { pid == 1; }" },
		{ D_KEY_COUNT, "BEGIN { x[1] = 1; x[1, 2] = 1; }" },
		{ D_KEY_TYPE, "BEGIN { x[1] = 1; x[execname] = 1; }" },
		{ D_OP_ACT, "BEGIN { x[stack()] = 1; }" },
		{ D_KEY_TYPE, "struct s { int a; } *p; BEGIN { @[*p] = count(); }" },
	};

	each_fails(state, rows, LEN(rows));
}

static void calls_that_do_not_fit_are_told(void **state)
{
	static const struct program_row rows[] = {
		{ D_PROTO_LEN, "BEGIN { trace(strlen(execname, 1)); }" },
		{ D_PROTO_LEN, "BEGIN { trace(substr(execname)); }" },
		{ D_PROTO_LEN, "BEGIN { exit(); }" },
		{ D_PROTO_LEN, "BEGIN { @ = count(1); }" },
		{ D_PROTO_ARG, "BEGIN { trace(strlen(1)); }" },
		{ D_PROTO_ARG, "BEGIN { exit(\"now\"); }" },
		{ D_PROTO_ARG, "BEGIN { clear(pid); }" },
		{ D_PROTO_ARG, "BEGIN { @ = sum(execname); }" },
		{ D_OP_ACT, "BEGIN { x = trace(1); }" },
		{ D_OP_ACT, "BEGIN { pid ? trace(1) : 1; }" },
		{ D_OP_ACT, "BEGIN /exit(1)/ { trace(1); }" },
		{ D_AGG_FUNC, "BEGIN { @ = strlen(execname); }" },
		{ D_AGG_FUNC, "BEGIN { count(); }" },
		{ D_AGG_REDEF, "BEGIN { @a = count(); } END { @a = sum(1); }" },
		{ D_AGG_REDEF, "BEGIN { @ = lquantize(arg0, 0, 9); } END { @ = lquantize(arg0, "
		  "0, 8); }" },
		{ D_AGG_ARG, "BEGIN { @ = lquantize(arg0, 0, pid); }" },
		{ D_AGG_NULL, "BEGIN { printa(@a); }" },
		{ D_AGG_SPEC, "BEGIN { @a = count(); x = @a; }" },
		{ D_KEY_COUNT, "BEGIN { @a[1] = count(); @a = count(); }" },
		{ D_KEY_COUNT, "BEGIN { @a[1] = count(); printa(@a[1]); }" },
		{ D_KEY_TYPE, "BEGIN { @a[1] = count(); @a[execname] = count(); }" },
	};

	each_fails(state, rows, LEN(rows));
}

/* What follows from a mistake is none. */
static void a_name_in_error_is_told_once(void **state)
{
	static const struct program_row rows[] = {
		{ D_IDENT_UNDEF, "BEGIN { trace(y); trace(y + 1); y[1] = 2; y = execname; }" },
		{ D_IDENT_UNDEF, "BEGIN { x = y; trace(x); x = execname; x[1] = 2; }" },
		{ D_IDENT_UNDEF, "BEGIN { self->a[self->d] = 1; self->a[self->d] = 0; "
				 "trace(self->a[execname, 1]); }" },
		{ D_IDENT_UNDEF, "BEGIN { a[y]++; trace(a[1]); }" },
		{ D_DECL_LOCASSC, "BEGIN { this->a[1] = 2; trace(this->a[1]); }" },
		{ D_KEY_TYPE, "struct s { int a; } *p; BEGIN { a[*p, 1] = 3; a[1, 2] = 3; }" },
		{ D_KEY_TYPE, "struct s { int a; } *p; "
			      "BEGIN { @[*p, 1] = count(); @[1, execname] = count(); }" },
		{ D_TYPE_INCOMPLETE, "struct nope x; BEGIN { trace(x.a); }" },
		{ D_DECL_LOCASSC, "this int x[int]; BEGIN { this->x[1] = 2; }" },
	};

	each_fails(state, rows, LEN(rows));
}

static void inlines_that_multiply_are_stopped(void **state)
{
	auto_str struct str text = { 0 };

	str_puts(&text, "inline int a0 = pid + pid;\n");
	for (int i = 1; i < 14; i++)
		str_printf(&text, "inline int a%d = a%d + a%d;\n", i, i - 1, i - 1);
	str_puts(&text, "BEGIN { trace(a13); }");
	assert_told(*state, str_text(&text), D_TOO_BIG);
}

static void many_inlines_are_no_multiplication(void **state)
{
	auto_str struct str text = { 0 };

	for (int i = 0; i < 5000; i++)
		str_printf(&text, "inline int a%d = %d;\n", i, i);
	str_puts(&text, "BEGIN { trace(a4999); }");
	assert_fine(*state, str_text(&text));
}

static void the_default_action_is_that_of_no_statement(void **state)
{
	struct fixture *fx = *state;

	assert_fine(fx, "BEGIN");
	assert_true(clause_is_default(node_clause(fx->unit.nodes)));
	assert_fine(fx, "BEGIN { } END { trace(1); }");
	assert_true(clause_is_default(node_clause(fx->unit.nodes)));
	assert_false(clause_is_default(node_clause(fx->unit.nodes->next)));
}

static void output_is_noticed(void **state)
{
	struct fixture *fx = *state;

	assert_fine(fx, "BEGIN { x = 1; }");
	assert_false(fx->ck.clause_has_output);
	assert_fine(fx, "BEGIN { x = 1; trace(x); }");
	assert_true(fx->ck.clause_has_output);
}

static void prototypes_are_parsed_whole(void **state)
{
	static const struct builtin row = {
		.name = "f", .kind = BUILTIN_SUB,
		.proto = "kernel struct foo *(string, const char *, [int], [@], ...)",
	};
	struct fixture *fx = *state;
	const struct proto *proto = proto_get(&fx->ck, &row);

	assert_int_equal(proto->n_params, 4);
	assert_int_equal(proto->n_required, 2);
	assert_true(proto->is_varargs);
	assert_int_equal(proto->returns->space, SPACE_KERNEL);
	assert_int_equal(proto->params[3].kind, PROTO_AGG);
	assert_ptr_equal(proto_get(&fx->ck, &row), proto);
}

static void a_malformed_prototype_is_told(void **state)
{
	static const struct builtin row = { .name = "f", .proto = "int (struct)" };
	struct fixture *fx = *state;

	assert_null(proto_get(&fx->ck, &row));
	assert_true(diag_n_errors(fx->ck.dg) > 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(expressions_have_the_types_of_d),
		TEST(constants_are_computed),
		TEST(the_first_assignment_gives_the_type),
		TEST(pointers_know_the_memory_they_point_into),
		TEST(keys_are_fixed_by_the_first_use),
		TEST(what_scripts_do_is_fine),
		TEST(names_that_are_not_there_are_told),
		TEST(declarations_that_cannot_be_are_told),
		TEST(operands_that_do_not_go_together_are_told),
		TEST(calls_that_do_not_fit_are_told),
		TEST(a_name_in_error_is_told_once),
		TEST(inlines_that_multiply_are_stopped),
		TEST(many_inlines_are_no_multiplication),
		TEST(the_default_action_is_that_of_no_statement),
		TEST(output_is_noticed),
		TEST(prototypes_are_parsed_whole),
		TEST(a_malformed_prototype_is_told),
	};

	return cmocka_run_group_tests_name("lang/check", tests, NULL, NULL);
}
