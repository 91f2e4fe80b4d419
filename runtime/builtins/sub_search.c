/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Subroutines that look for something in a string. All of them are one search: a word is tried at
 * one position of the text after the other, forwards or backwards. It is one loop and not two
 * nested ones, a round for each byte compared:
 *
 *	if (!word[matched])                     found at at
 *	if (text[at + matched] == word[matched])  matched++
 *	else if (at == last)                    not found
 *	else                                    at += step, matched = 0
 */
#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"
#include "runtime/lang/builtin.h"

/* What the body of the loop works on: its context, and the state that changes, which is off the
 * stack. */
enum { SEARCH_TEXT = 0, SEARCH_WORD = 8, SEARCH_STATE = 16, SEARCH_SIZE = 24 };
enum {
	STATE_AT = 0,
	STATE_MATCHED = 8,
	STATE_LAST = 16,
	STATE_RESULT = 24,
	STATE_SIZE = 32
};

/* Rounds that one search may take, which only very long strings with many near misses need. */
enum { SEARCH_MAX_ROUNDS = 1 << 20 };

struct search {
	const struct value *text, *word;
	uint32_t first, last;	/* registers: positions in the text, both included */
	int step;		/* 1 or -1 */
};

static void search_body(struct ir_routine *r, const struct search *s)
{
	uint32_t ctx = 1;
	uint32_t differ = ir_label(r), found = ir_label(r), stop = ir_label(r);
	uint32_t state = ir_load(r, ctx, SEARCH_STATE, 8, false);
	uint32_t at = ir_load(r, state, STATE_AT, 8, false);
	uint32_t matched = ir_load(r, state, STATE_MATCHED, 8, false);
	uint32_t word = ir_load(r, ctx, SEARCH_WORD, 8, false);
	uint32_t wanted = ir_load(r, ir_index(r, word, matched, s->word->place.size - 1), 0, 1,
				  false);
	uint32_t text, c;

	ir_br_imm(r, IR_EQ, wanted, 0, found);
	text = ir_load(r, ctx, SEARCH_TEXT, 8, false);
	c = ir_load(r, ir_index(r, text, ir_binary(r, IR_ADD, at, matched),
				s->text->place.size - 1), 0, 1, false);
	ir_br(r, IR_NE, c, wanted, differ);
	ir_store_reg(r, state, STATE_MATCHED, ir_binary_imm(r, IR_ADD, matched, 1), 8);
	ir_ret(r, IR_NO_REG);
	ir_place(r, differ);
	ir_br(r, IR_EQ, at, ir_load(r, state, STATE_LAST, 8, false), stop);
	ir_store_reg(r, state, STATE_AT, ir_binary_imm(r, IR_ADD, at, s->step), 8);
	ir_store_imm(r, state, STATE_MATCHED, 0, 8);
	ir_ret(r, IR_NO_REG);
	ir_place(r, found);
	ir_store_reg(r, state, STATE_RESULT, at, 8);
	ir_place(r, stop);
	ir_ret(r, ir_imm(r, 1));
}

/* A register: the position found, or -1. */
static uint32_t search(struct lower *lo, const struct search *s)
{
	uint32_t body = ir_module_add_routine(lo->s->module, "search", CONTEXT_BODY);
	uint64_t rounds = (uint64_t)s->text->place.size * (s->word->place.size + 1);
	struct ir_routine *r = lower_code(lo);
	uint32_t ctx = lower_temp(lo, SEARCH_SIZE, FRAME_LOOP_CONTEXT, "search");
	uint32_t state = lower_temp(lo, STATE_SIZE, FRAME_LOOP_STATE, "search state");

	ir_store_reg(r, ctx, SEARCH_TEXT, lower_address(lo, &s->text->place), 8);
	ir_store_reg(r, ctx, SEARCH_WORD, lower_address(lo, &s->word->place), 8);
	ir_store_reg(r, ctx, SEARCH_STATE, state, 8);
	ir_store_reg(r, state, STATE_AT, s->first, 8);
	ir_store_imm(r, state, STATE_MATCHED, 0, 8);
	ir_store_reg(r, state, STATE_LAST, s->last, 8);
	ir_store_imm(r, state, STATE_RESULT, -1, 8);
	search_body(lo->s->module->routines.data[body], s);
	ir_loop(r, body, ctx, rounds < SEARCH_MAX_ROUNDS ? (uint32_t)rounds : SEARCH_MAX_ROUNDS);
	return ir_load(r, state, STATE_RESULT, 8, true);
}

/* The text from the position found on; "" (which is what NULL is here) if there is none. */
static void rest_of_text(struct lower *lo, const struct value *text, uint32_t len, uint32_t found,
			 struct value *out)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t start = ir_reg(r), good = ir_label(r);

	ir_assign(r, start, found);
	ir_br_imm(r, IR_SGE, found, 0, good);
	ir_assign(r, start, len);
	ir_place(r, good);
	lower_string_cut(lo, text, start, ir_binary(r, IR_SUB, len, start), out);
}

/* first past last: the text is empty, and nothing is found in it. */
static uint32_t search_forwards(struct lower *lo, const struct search *s)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t result = ir_imm(r, -1), end = ir_label(r);

	ir_br(r, IR_SGT, s->first, s->last, end);
	ir_assign(r, result, search(lo, s));
	ir_place(lower_code(lo), end);
	return result;
}

static int lower_strstr(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *args = node_call(use)->args;
	struct value text = VALUE_EMPTY, word = VALUE_EMPTY;
	struct search s = { .text = &text, .word = &word, .step = 1 };
	uint32_t len;
	int err = lower_string(lo, args, &text);

	if (!err)
		err = lower_string(lo, args->next, &word);
	if (err)
		return err;
	len = lower_string_len(lo, &text);
	s.first = ir_imm(lower_code(lo), 0);
	s.last = ir_binary_imm(lower_code(lo), IR_SUB, len, 1);
	rest_of_text(lo, &text, len, search_forwards(lo, &s), out);
	return 0;
}

/* A character as a word of its own. */
static int lower_char(struct lower *lo, const struct node *arg, struct value *word, uint32_t *c)
{
	struct place place;
	int err = lower_int(lo, arg, c);

	if (err)
		return err;
	place = lower_frame(lo, 8, "char");
	*c = ir_ext(lower_code(lo), *c, 1, false);
	ir_store_reg(lower_code(lo), place.base, 0, *c, 8);
	value_string(word, &place, IR_NO_REG);
	return 0;
}

/* As text ends with its NUL, that is where the character 0 is found: the word is empty then, and
 * the search begins at the end. */
static int lower_strchr(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *args = node_call(use)->args;
	struct value text = VALUE_EMPTY, word = VALUE_EMPTY;
	struct search s = { .text = &text, .word = &word, .step = 1 };
	uint32_t len, c, is_char;
	struct ir_routine *r;
	int err = lower_string(lo, args, &text);

	if (!err)
		err = lower_char(lo, args->next, &word, &c);
	if (err)
		return err;
	len = lower_string_len(lo, &text);
	r = lower_code(lo);
	s.first = ir_imm(r, 0);
	s.last = len;
	is_char = ir_label(r);
	ir_br_imm(r, IR_NE, c, 0, is_char);
	ir_assign(r, s.first, len);
	ir_place(r, is_char);
	rest_of_text(lo, &text, len, search(lo, &s), out);
	return 0;
}

static int lower_strrchr(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *args = node_call(use)->args;
	struct value text = VALUE_EMPTY, word = VALUE_EMPTY;
	struct search s = { .text = &text, .word = &word, .step = -1 };
	uint32_t c;
	int err = lower_string(lo, args, &text);

	if (!err)
		err = lower_char(lo, args->next, &word, &c);
	if (err)
		return err;
	s.first = lower_string_len(lo, &text);
	s.last = ir_imm(lower_code(lo), 0);
	rest_of_text(lo, &text, s.first, search(lo, &s), out);
	return 0;
}

/* Text, word and position of index() and rindex(); without a position *at is start, or if that is
 * IR_NO_REG the length. */
static int lower_index_args(struct lower *lo, const struct node *args, struct value *text,
			    struct value *word, uint32_t *at)
{
	const struct node *position = args->next->next;
	int err = lower_string(lo, args, text);

	if (!err)
		err = lower_string(lo, args->next, word);
	*at = IR_NO_REG;
	if (!err && position)
		err = lower_int(lo, position, at);
	return err;
}

/* The result where nothing can be searched: if_empty for an empty word, else -1. */
static uint32_t index_without_search(struct ir_routine *r, const struct value *word,
				     uint32_t if_empty)
{
	uint32_t result = ir_reg(r), end = ir_label(r);
	uint32_t c = ir_load(r, word->place.base, word->place.off, 1, false);

	ir_assign(r, result, if_empty);
	ir_br_imm(r, IR_EQ, c, 0, end);
	ir_assign_imm(r, result, -1);
	ir_place(r, end);
	return result;
}

/* A negative position is 0; an empty word is found at the end where the position is behind it. */
static int lower_index(struct lower *lo, const struct node *use, struct value *out)
{
	struct value text = VALUE_EMPTY, word = VALUE_EMPTY;
	struct search s = { .text = &text, .word = &word, .step = 1 };
	uint32_t at, len, result, positive, end;
	struct ir_routine *r;
	int err = lower_index_args(lo, node_call(use)->args, &text, &word, &at);

	if (err)
		return err;
	len = lower_string_len(lo, &text);
	r = lower_code(lo);
	s.last = ir_binary_imm(r, IR_SUB, len, 1);
	s.first = ir_imm(r, 0);
	if (at != IR_NO_REG) {
		positive = ir_label(r);
		ir_br_imm(r, IR_SLT, at, 0, positive);
		ir_assign(r, s.first, at);
		ir_place(r, positive);
	}
	end = ir_label(r);
	result = index_without_search(r, &word, len);
	ir_br(r, IR_SGE, s.first, len, end);
	ir_assign(r, result, search(lo, &s));
	ir_place(lower_code(lo), end);
	value_int(out, result);
	return 0;
}

/* A position behind the end is the end; before the start, only an empty word is found, at 0. */
static int lower_rindex(struct lower *lo, const struct node *use, struct value *out)
{
	struct value text = VALUE_EMPTY, word = VALUE_EMPTY;
	struct search s = { .text = &text, .word = &word, .step = -1 };
	uint32_t at, result, inside, end;
	struct ir_routine *r;
	int err = lower_index_args(lo, node_call(use)->args, &text, &word, &at);

	if (err)
		return err;
	s.first = ir_reg(lower_code(lo));
	ir_assign(lower_code(lo), s.first, lower_string_len(lo, &text));
	r = lower_code(lo);
	s.last = ir_imm(r, 0);
	if (at != IR_NO_REG) {
		inside = ir_label(r);
		ir_br(r, IR_SGT, at, s.first, inside);
		ir_assign(r, s.first, at);
		ir_place(r, inside);
	}
	end = ir_label(r);
	result = index_without_search(r, &word, s.last);
	ir_br_imm(r, IR_SLT, s.first, 0, end);
	ir_assign(r, result, search(lo, &s));
	ir_place(lower_code(lo), end);
	value_int(out, result);
	return 0;
}

const struct builtin search_builtins[] = {
	{ .name = "index",
	  .kind = BUILTIN_SUB,
	  .proto = "int (string, string, [int])",
	  .lower = lower_index,
	  .doc = "Where the second string first occurs in the first one, counted from 0; -1 if it "
		 "does not. The third argument is where to begin." },
	{ .name = "rindex",
	  .kind = BUILTIN_SUB,
	  .proto = "int (string, string, [int])",
	  .lower = lower_rindex,
	  .doc = "Where the second string last occurs in the first one, counted from 0; -1 if it "
		 "does not. The third argument is the last place where it may begin." },
	{ .name = "strchr",
	  .kind = BUILTIN_SUB,
	  .proto = "string (string, char)",
	  .lower = lower_strchr,
	  .doc = "The string from the first such character on; NULL if there is none." },
	{ .name = "strrchr",
	  .kind = BUILTIN_SUB,
	  .proto = "string (string, char)",
	  .lower = lower_strrchr,
	  .doc = "The string from the last such character on; NULL if there is none." },
	{ .name = "strstr",
	  .kind = BUILTIN_SUB,
	  .proto = "string (string, string)",
	  .lower = lower_strstr,
	  .doc = "The first string from where the second one occurs in it; NULL if it does not." },
	{ 0 },
};
