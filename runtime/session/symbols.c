/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* How stacks and symbols print: MODULE`FUNCTION+0xOFFSET, and as much of it as is known. */
#include <inttypes.h>
#include <string.h>

#include "runtime/proc/symbols.h"
#include "runtime/session/session_impl.h"

static bool find(struct session *s, int pid, uint64_t address, struct proc_symbol *out)
{
	if (proc_symbols_find(s->symbols, pid, address, out))
		return true;
	if (!pid || proc_symbols_knows(s->symbols, pid))
		return false;
	session_unwind_recall(s, pid);
	return proc_symbols_find(s->symbols, pid, address, out);
}

static void print_address(struct session *s, struct str *out, int pid, uint64_t address)
{
	struct proc_symbol symbol;

	if (!find(s, pid, address, &symbol)) {
		str_printf(out, "0x%" PRIx64, address);
		return;
	}
	if (*symbol.module)
		str_printf(out, "%s`", symbol.module);
	if (!symbol.function)
		str_printf(out, "0x%" PRIx64, address);
	else if (address > symbol.start)
		str_printf(out, "%s+0x%" PRIx64, symbol.function, address - symbol.start);
	else
		str_puts(out, symbol.function);
}

static void print_function(struct session *s, struct str *out, int pid, uint64_t address)
{
	struct proc_symbol symbol;

	if (find(s, pid, address, &symbol) && symbol.function)
		address = symbol.start;
	print_address(s, out, pid, address);
}

static void print_module(struct session *s, struct str *out, int pid, uint64_t address)
{
	struct proc_symbol symbol;

	if (find(s, pid, address, &symbol) && *symbol.module)
		str_puts(out, symbol.module);
	else
		str_printf(out, "0x%" PRIx64, address);
}

static void print_symbol(void *ctx, struct str *out, const struct format_arg *arg, bool is_user)
{
	struct record_symbol symbol;

	if (arg->class != FORMAT_SYM) {
		int pid = is_user && ((struct session *)ctx)->pids.len ?
				  ((struct session *)ctx)->pids.data[0] : 0;

		if (is_user && !pid)
			str_printf(out, "0x%" PRIx64, (uint64_t)arg->value);
		else
			print_address(ctx, out, pid, (uint64_t)arg->value);
		return;
	}
	memcpy(&symbol, arg->data, sizeof(symbol));
	if (symbol.part == SYMBOL_FUNCTION)
		print_function(ctx, out, (int)symbol.pid, symbol.address);
	else if (symbol.part == SYMBOL_MODULE)
		print_module(ctx, out, (int)symbol.pid, symbol.address);
	else
		print_address(ctx, out, (int)symbol.pid, symbol.address);
}

static void print_stack(void *ctx, struct str *out, const struct format_arg *arg, int indent)
{
	struct session *s = ctx;
	struct record_stack head;
	uint64_t frame;

	memcpy(&head, arg->data, sizeof(head));
	str_putc(out, '\n');
	for (uint32_t at = sizeof(head); at + sizeof(frame) <= arg->size; at += sizeof(frame)) {
		memcpy(&frame, arg->data + at, sizeof(frame));
		if (!frame)
			break;
		str_pad(out, ' ', indent ? indent : (int)s->opts.stackindent);
		print_address(s, out, (int)head.pid, frame);
		str_putc(out, '\n');
	}
}

static void tell_name(struct session *s, int pid, uint64_t address, const char *text,
		      format_name_fn *fn, void *fn_ctx)
{
	struct format_name name = { .text = text, .address = address };
	struct proc_symbol symbol;

	if (find(s, pid, address, &symbol)) {
		name.module = *symbol.module ? symbol.module : NULL;
		name.function = symbol.function;
		name.offset = symbol.function ? address - symbol.start : 0;
	}
	fn(fn_ctx, &name);
}

static void tell_frames(struct session *s, const struct format_arg *arg, format_name_fn *fn,
			void *fn_ctx)
{
	struct record_stack head;
	uint64_t frame;

	memcpy(&head, arg->data, sizeof(head));
	for (uint32_t at = sizeof(head); at + sizeof(frame) <= arg->size; at += sizeof(frame)) {
		auto_str struct str text = { 0 };

		memcpy(&frame, arg->data + at, sizeof(frame));
		if (!frame)
			break;
		print_address(s, &text, (int)head.pid, frame);
		tell_name(s, (int)head.pid, frame, str_text(&text), fn, fn_ctx);
	}
}

static void tell_names(void *ctx, const struct format_arg *arg, format_name_fn *fn, void *fn_ctx)
{
	auto_str struct str text = { 0 };
	struct record_symbol symbol;

	if (arg->class == FORMAT_STACK) {
		tell_frames(ctx, arg, fn, fn_ctx);
		return;
	}
	memcpy(&symbol, arg->data, sizeof(symbol));
	print_symbol(ctx, &text, arg, true);
	tell_name(ctx, (int)symbol.pid, symbol.address, str_text(&text), fn, fn_ctx);
}

struct format_env session_symbols_env(struct session *s)
{
	return (struct format_env){ .ctx = s, .stack = print_stack, .symbol = print_symbol,
				    .names = tell_names };
}

void session_symbols_learn(struct session *s)
{
	vec_each(pid, &s->pids)
		proc_symbols_learn(s->symbols, *pid);
}
