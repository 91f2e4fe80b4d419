/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A function is left by `ret', or by a jump to another function, which then returns for it. Where
 * that jump leads tells it from those within the function:
 *
 *	jmp 1f			a number: out of the function, unless it is the cold part of it,
 *				NAME.cold, which compilers put elsewhere
 *	jmp *8(%rax)		a pointer in memory: out
 *	jmp *(,%rax,8)		a table of a switch: within
 *	add %rdx,%rax
 *	jmp *%rax		the same, if it was computed from a table's base, else out
 */

#include "providers/pid_code.h"

#include <string.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"

/* No function has so many bytes. */
#define MAX_FUNCTION (UINT64_C(16) << 20)

static bool is_landing(const struct arch *arch, const uint8_t *bytes, size_t n)
{
	return arch->landing_size && n > arch->landing_size &&
	       memcmp(bytes, arch->landing, arch->landing_size) == 0;
}

/* Between the two ends of an atomic operation there is no place for a probe. */
static bool keep_atomic(struct arch_insn *insn, bool is_atomic)
{
	if (is_atomic) {
		insn->exec = ARCH_EXEC_REFUSED;
		insn->why = "it is a part of an atomic operation";
	}
	return (is_atomic || insn->begins_atomic) && !insn->ends_atomic;
}

void pid_code_read(const struct pid_file *file, const struct pid_function *function, int fd,
		   uint64_t max, struct pid_code *out)
{
	const struct arch *arch = file->arch;
	const uint64_t size = function->symbol->size;
	const uint64_t limit = size < MAX_FUNCTION ? size : MAX_FUNCTION;
	const uint64_t wanted = limit < max ? limit : max;
	auto_free uint8_t *bytes = xmalloc(wanted);
	ssize_t n = pread(fd, bytes, wanted, (off_t)function->offset);
	const size_t len = n > 0 ? (size_t)n : 0;
	bool is_atomic = false;
	struct pid_insn insn;

	*out = (struct pid_code){ .is_broken = size > MAX_FUNCTION || len < wanted };
	if (is_landing(arch, bytes, len))
		out->entry = arch->landing_size;
	for (size_t at = 0; at < len; at += insn.insn.size) {
		insn.offset = at;
		if (!arch->decode(bytes + at, len - at, &insn.insn)) {
			out->is_broken = true;
			break;
		}
		is_atomic = keep_atomic(&insn.insn, is_atomic);
		vec_push(&out->insns, insn);
	}
}

void pid_code_fini(struct pid_code *code)
{
	vec_fini(&code->insns);
}

const struct pid_insn *pid_code_find(const struct pid_code *code, uint64_t offset)
{
	size_t low = 0, high = code->insns.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (code->insns.data[middle].offset < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low < code->insns.len && code->insns.data[low].offset == offset
		       ? &code->insns.data[low]
		       : NULL;
}

/* A search for the exits of a function and its cold parts. */
struct search_exits {
	const struct pid_file *file;
	const struct pid_function *function;
	struct pid_exits *out;
	VEC(const struct symtab_function *) parts; /* those met, the function itself first */
};

static bool is_cold_part(const struct symtab_function *part, const char *name)
{
	const size_t len = strlen(name);

	return !strncmp(part->names[0], name, len) && !strncmp(part->names[0] + len, ".cold", 5);
}

/* Does the address belong to the function? A part that is met for the first time is one to look
 * at. */
static bool is_within(struct search_exits *s, uint64_t address)
{
	const struct symtab_function *symbol = symtab_find(&s->file->symtab, address);

	vec_each(part, &s->parts)
		if (*part == symbol || address - (*part)->address < (*part)->size)
			return true;
	if (!symbol || !is_cold_part(symbol, s->function->symbol->names[0]))
		return false;
	vec_push(&s->parts, symbol);
	return true;
}

/* before: the instruction before it; NULL: there is none. address: of where its part begins. */
static bool is_exit(struct search_exits *s, const struct pid_insn *before,
		    const struct pid_insn *insn, uint64_t address)
{
	const uint64_t target = address + insn->offset + (uint64_t)insn->insn.target;

	switch (insn->insn.flow) {
	case ARCH_FLOW_RETURN:
	case ARCH_FLOW_LEAVE:
		return true;
	case ARCH_FLOW_JUMP:
		return !is_within(s, target);
	case ARCH_FLOW_COMPUTED:
		return !before || !before->insn.is_add;
	case ARCH_FLOW_BRANCH:
		is_within(s, target);
		return false;
	case ARCH_FLOW_TABLE:
	case ARCH_FLOW_ON:
		return false;
	}
	return false;
}

static void find_in_part(struct search_exits *s, const struct symtab_function *part,
			 const struct pid_code *code)
{
	for (size_t i = 0; i < code->insns.len; i++) {
		const struct pid_insn *insn = &code->insns.data[i];

		if (!is_exit(s, i ? insn - 1 : NULL, insn, part->address))
			continue;
		vec_push(&s->out->insns, *insn);
		s->out->insns.data[s->out->insns.len - 1].offset +=
			part->address - s->function->symbol->address;
		if (insn->insn.exec == ARCH_EXEC_REFUSED)
			s->out->why = insn->insn.why;
	}
	if (code->is_broken)
		s->out->why = "the code of the function cannot be decoded to its end";
}

void pid_exits_find(const struct pid_file *file, const struct pid_function *function, int fd,
		    const struct pid_code *code, struct pid_exits *out)
{
	struct search_exits s = { .file = file, .function = function, .out = out };

	*out = (struct pid_exits){ 0 };
	vec_push(&s.parts, function->symbol);
	find_in_part(&s, function->symbol, code);
	for (size_t i = 1; i < s.parts.len; i++) {
		const struct symtab_function *part = s.parts.data[i];
		const struct pid_function *cold = &file->functions[part - file->symtab.functions];
		struct pid_code more;

		if (cold->why) {
			out->why = cold->why;
			continue;
		}
		pid_code_read(file, cold, fd, UINT64_MAX, &more);
		find_in_part(&s, part, &more);
		pid_code_fini(&more);
	}
	if (!out->insns.len && !out->why)
		out->why = "the function does not return";
	vec_fini(&s.parts);
}

void pid_exits_fini(struct pid_exits *exits)
{
	vec_fini(&exits->insns);
}
