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

/* symbol: NULL if nothing is known. */
static void print_place(struct str *out, const struct proc_symbol *symbol, uint64_t address)
{
	if (symbol && *symbol->module)
		str_printf(out, "%s`", symbol->module);
	if (!symbol || !symbol->function)
		str_printf(out, "0x%" PRIx64, address);
	else if (address > symbol->start)
		str_printf(out, "%s+0x%" PRIx64, symbol->function, address - symbol->start);
	else
		str_puts(out, symbol->function);
}

static void print_address(struct session *s, struct str *out, int pid, uint64_t address)
{
	struct proc_symbol symbol;

	print_place(out, find(s, pid, address, &symbol) ? &symbol : NULL, address);
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

/* One frame after the other. */
struct frames {
	const struct format_arg *arg;
	int pid;
	uint32_t at;
	bool is_return;		/* the next address is a return address */
	uint64_t address;
	bool is_known;
	struct proc_symbol symbol;
};

static void begin_frames(struct frames *f, const struct format_arg *arg)
{
	struct record_stack head;

	memcpy(&head, arg->data, sizeof(head));
	*f = (struct frames){ .arg = arg, .pid = (int)head.pid, .at = sizeof(head) };
}

/* The kernel makes signal handlers return to it. */
static bool is_after_signal(const struct frames *f)
{
	return f->is_known && f->symbol.function && !strcmp(f->symbol.function, "__restore_rt");
}

/* A return address stands behind its call, and that may be the last instruction of a function. */
static bool next_frame(struct session *s, struct frames *f)
{
	bool is_return = f->is_return;
	int pid = f->pid;

	if (f->at + sizeof(f->address) > f->arg->size)
		return false;
	memcpy(&f->address, f->arg->data + f->at, sizeof(f->address));
	f->at += sizeof(f->address);
	if (!f->address)
		return false;
	f->is_known = find(s, pid, f->address, &f->symbol);
	f->is_return = pid && !is_after_signal(f);
	if (is_return && f->is_return && f->is_known && f->address == f->symbol.start)
		f->is_known = find(s, pid, f->address - 1, &f->symbol);
	return true;
}

/* was_return: the frame's address is a return address. */
static uint32_t inlined_in(struct session *s, const struct frames *f, bool was_return,
			   const char *const **names)
{
	if (!s->opts.ustackinline || !f->pid || !f->is_known)
		return 0;
	return proc_symbols_inlined(s->symbols, f->pid, f->address - was_return, names);
}

static void print_stack(void *ctx, struct str *out, const struct format_arg *arg, int indent)
{
	struct session *s = ctx;
	bool was_return = false;
	struct frames f;

	begin_frames(&f, arg);
	str_putc(out, '\n');
	for (; next_frame(s, &f); was_return = f.is_return) {
		const char *const *names;
		uint32_t n = inlined_in(s, &f, was_return, &names);

		for (uint32_t i = 0; i < n; i++) {
			str_pad(out, ' ', indent ? indent : (int)s->opts.stackindent);
			str_printf(out, "%s`%s (inlined)\n", f.symbol.module, names[i]);
		}
		str_pad(out, ' ', indent ? indent : (int)s->opts.stackindent);
		print_place(out, f.is_known ? &f.symbol : NULL, f.address);
		str_putc(out, '\n');
	}
}

/* symbol: NULL if nothing is known. */
static void tell_name(const struct proc_symbol *symbol, uint64_t address, const char *text,
		      format_name_fn *fn, void *fn_ctx)
{
	struct format_name name = { .text = text, .address = address };

	if (symbol) {
		name.module = *symbol->module ? symbol->module : NULL;
		name.function = symbol->function;
		name.offset = symbol->function ? address - symbol->start : 0;
	}
	fn(fn_ctx, &name);
}

static void tell_inlined(const struct frames *f, const char *function, format_name_fn *fn,
			 void *fn_ctx)
{
	struct proc_symbol symbol = { f->symbol.module, function, f->address };
	auto_str struct str text = { 0 };

	str_printf(&text, "%s`%s (inlined)", f->symbol.module, function);
	tell_name(&symbol, f->address, str_text(&text), fn, fn_ctx);
}

static void tell_frames(struct session *s, const struct format_arg *arg, format_name_fn *fn,
			void *fn_ctx)
{
	bool was_return = false;
	struct frames f;

	begin_frames(&f, arg);
	for (; next_frame(s, &f); was_return = f.is_return) {
		const struct proc_symbol *symbol = f.is_known ? &f.symbol : NULL;
		auto_str struct str text = { 0 };
		const char *const *names;
		uint32_t n = inlined_in(s, &f, was_return, &names);

		for (uint32_t i = 0; i < n; i++)
			tell_inlined(&f, names[i], fn, fn_ctx);
		print_place(&text, symbol, f.address);
		tell_name(symbol, f.address, str_text(&text), fn, fn_ctx);
	}
}

static void tell_names(void *ctx, const struct format_arg *arg, format_name_fn *fn, void *fn_ctx)
{
	auto_str struct str text = { 0 };
	struct record_symbol symbol;
	struct proc_symbol found;
	bool is_known;

	if (arg->class == FORMAT_STACK) {
		tell_frames(ctx, arg, fn, fn_ctx);
		return;
	}
	memcpy(&symbol, arg->data, sizeof(symbol));
	print_symbol(ctx, &text, arg, true);
	is_known = find(ctx, (int)symbol.pid, symbol.address, &found);
	tell_name(is_known ? &found : NULL, symbol.address, str_text(&text), fn, fn_ctx);
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
