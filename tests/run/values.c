/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "tests/run/values.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/ir/record.h"

static const char *const fault_names[] = {
	[FAULT_UNKNOWN] = "UNKNOWN",	 [FAULT_BADADDR] = "BADADDR",
	[FAULT_BADALIGN] = "BADALIGN",	 [FAULT_ILLOP] = "ILLOP",
	[FAULT_DIVZERO] = "DIVZERO",	 [FAULT_NOSCRATCH] = "NOSCRATCH",
	[FAULT_KPRIV] = "KPRIV",	 [FAULT_UPRIV] = "UPRIV",
	[FAULT_TUPOFLOW] = "TUPOFLOW",	 [FAULT_BADSTACK] = "BADSTACK",
	[FAULT_BADSIZE] = "BADSIZE",	 [FAULT_BADINDEX] = "BADINDEX",
};

static struct exec_value *add(struct exec_values *v, enum exec_value_kind kind)
{
	struct exec_value *value = vec_add(&v->values);

	value->kind = kind;
	return value;
}

void values_add_field(struct exec_values *v, const struct field *field, const void *start)
{
	const char *data = (const char *)start + field->offset;
	struct exec_value *value;

	if (field->kind == FIELD_INT) {
		value = add(v, EXEC_INT);
		value->is_signed = field->is_signed;
		memcpy(&value->number, data, sizeof(value->number));
	} else if (field->kind == FIELD_STRING) {
		value = add(v, EXEC_STRING);
		str_append(&value->text, data, strnlen(data, field->size));
	} else {
		value = add(v, EXEC_BYTES);
		str_append(&value->text, data, field->size);
	}
}

static void add_fault(struct exec_values *v, const struct record_fault *fault)
{
	struct exec_value *value = add(v, EXEC_FAULT);

	str_puts(&value->text, fault_names[fault->code]);
	value->number = fault->addr;
	value->has_address = true;
}

void values_add_record(struct exec_values *v, const struct layout *layout, const void *data,
		       size_t size)
{
	const struct record_head *head = data;
	const struct clause_desc *clause = &layout->clauses[head->clause];
	uint64_t mask = ~UINT64_C(0);

	if (head->kind == RECORD_FAULT) {
		add_fault(v, data);
		return;
	}
	if (size < clause->record_size)
		abort();
	if (clause->mask_offset)
		memcpy(&mask, (const char *)data + clause->mask_offset, sizeof(mask));
	for (uint32_t i = 0; i < clause->n_acts; i++) {
		const struct act *act = &clause->acts[i];

		if (act->mask_bit >= 0 && !(mask >> act->mask_bit & 1))
			continue;
		for (uint32_t f = 0; f < act->n_fields; f++)
			values_add_field(v, &act->fields[f], data);
	}
}

void values_add_tag(struct exec_values *v, const char *tag)
{
	str_puts(&add(v, EXEC_TAG)->text, tag);
}

void values_add_text(struct exec_values *v, const char *text)
{
	str_puts(&add(v, EXEC_STRING)->text, text);
}

void values_add_number(struct exec_values *v, int64_t number)
{
	struct exec_value *value = add(v, EXEC_INT);

	value->is_signed = true;
	value->number = (uint64_t)number;
}

/* Reading what a case expects. */

static int unescape(const char **p)
{
	int c = *(*p)++;

	if (c != '\\')
		return c;
	c = *(*p)++;
	if (c == 'n')
		return '\n';
	if (c == 't')
		return '\t';
	if (c == 'x')
		return (int)strtol((char[]){ *(*p)++, *(*p)++, '\0' }, NULL, 16);
	return c;
}

static bool parse_string(struct exec_values *v, const char **p)
{
	struct exec_value *value = add(v, EXEC_STRING);

	(*p)++;
	while (**p && **p != '"')
		str_putc(&value->text, (char)unescape(p));
	return *(*p)++ == '"';
}

static bool parse_bytes(struct exec_values *v, const char **p)
{
	struct exec_value *value = add(v, EXEC_BYTES);

	while (*++*p && **p != '}') {
		char *end;

		str_putc(&value->text, (char)strtoul(*p, &end, 16));
		if (end == *p)
			return false;
		*p = end - (*end == '}');
	}
	return *(*p)++ == '}';
}

static bool parse_number(struct exec_values *v, const char **p)
{
	struct exec_value *value = add(v, EXEC_INT);
	char *end;

	value->is_signed = **p == '-';
	value->number = value->is_signed ? (uint64_t)strtoll(*p, &end, 0) : strtoull(*p, &end, 0);
	if (end == *p)
		return false;
	*p = end;
	return true;
}

static bool parse_name(struct exec_values *v, const char **p)
{
	bool is_tag = !strncmp(*p, "D_", 2);
	struct exec_value *value = add(v, is_tag ? EXEC_TAG : EXEC_FAULT);

	while (isalpha((unsigned char)**p) || **p == '_')
		str_putc(&value->text, *(*p)++);
	if (**p != '(')
		return value->text.len > 0;
	value->has_address = true;
	value->number = strtoull(*p + 1, (char **)p, 0);
	return *(*p)++ == ')';
}

bool values_parse(struct exec_values *v, const char *text)
{
	const char *p = text;
	bool is_good = true;

	if (!strcmp(text, "nothing"))
		return true;
	while (is_good) {
		p += strspn(p, " ");
		if (*p == '"')
			is_good = parse_string(v, &p);
		else if (*p == '{')
			is_good = parse_bytes(v, &p);
		else if (isdigit((unsigned char)*p) || *p == '-')
			is_good = parse_number(v, &p);
		else
			is_good = parse_name(v, &p);
		p += strspn(p, " ");
		if (!*p)
			return is_good;
		is_good &= *p++ == ',';
	}
	return false;
}

/* A number without a sign may be of a signed type if it is positive there too. */
static bool same_number(const struct exec_value *expected, const struct exec_value *got)
{
	if (expected->number != got->number)
		return false;
	return expected->is_signed == got->is_signed ||
	       (!expected->is_signed && (int64_t)got->number >= 0);
}

static bool same_text(const struct exec_value *a, const struct exec_value *b)
{
	return a->text.len == b->text.len &&
	       (!a->text.len || !memcmp(a->text.data, b->text.data, a->text.len));
}

static bool same_value(const struct exec_value *expected, const struct exec_value *got)
{
	if (expected->kind != got->kind)
		return false;
	if (expected->kind == EXEC_INT)
		return same_number(expected, got);
	if (expected->kind == EXEC_FAULT && expected->has_address &&
	    expected->number != got->number)
		return false;
	return same_text(expected, got);
}

bool values_equal(const struct exec_values *expected, const struct exec_values *got)
{
	if (expected->values.len != got->values.len)
		return false;
	for (size_t i = 0; i < got->values.len; i++)
		if (!same_value(&expected->values.data[i], &got->values.data[i]))
			return false;
	return true;
}

static void print_value(struct str *out, const struct exec_value *v)
{
	switch (v->kind) {
	case EXEC_INT:
		str_printf(out, v->is_signed ? "%" PRId64 : "%" PRIu64, v->number);
		break;
	case EXEC_STRING:
		str_printf(out, "\"%s\"", str_text(&v->text));
		break;
	case EXEC_BYTES:
		str_putc(out, '{');
		for (size_t i = 0; i < v->text.len; i++)
			str_printf(out, "%s%02x", i ? " " : "", (unsigned char)v->text.data[i]);
		str_putc(out, '}');
		break;
	case EXEC_FAULT:
		str_printf(out, "%s(0x%" PRIx64 ")", str_text(&v->text), v->number);
		break;
	case EXEC_TAG:
		str_puts(out, str_text(&v->text));
		break;
	}
}

void values_print(struct str *out, const struct exec_values *v)
{
	if (!v->values.len)
		str_puts(out, "nothing");
	for (size_t i = 0; i < v->values.len; i++) {
		if (i)
			str_puts(out, ", ");
		print_value(out, &v->values.data[i]);
	}
}

void values_fini(struct exec_values *v)
{
	vec_each(value, &v->values)
		str_fini(&value->text);
	vec_fini(&v->values);
}
