/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Instructions as text, in the form that the kernel's verifier and clang use. */

#include <inttypes.h>

#include "runtime/base/str.h"
#include "runtime/ebpf/insn.h"
#include "runtime/ebpf/program.h"

struct name {
	int number;
	const char *text;
};

static const struct name helpers[] = {
	{ BPF_FUNC_map_lookup_elem, "map_lookup_elem" },
	{ BPF_FUNC_map_update_elem, "map_update_elem" },
	{ BPF_FUNC_map_delete_elem, "map_delete_elem" },
	{ BPF_FUNC_ktime_get_ns, "ktime_get_ns" },
	{ BPF_FUNC_get_smp_processor_id, "get_smp_processor_id" },
	{ BPF_FUNC_get_current_pid_tgid, "get_current_pid_tgid" },
	{ BPF_FUNC_get_current_uid_gid, "get_current_uid_gid" },
	{ BPF_FUNC_get_current_comm, "get_current_comm" },
	{ BPF_FUNC_get_current_task, "get_current_task" },
	{ BPF_FUNC_send_signal, "send_signal" },
	{ BPF_FUNC_probe_write_user, "probe_write_user" },
	{ BPF_FUNC_get_prandom_u32, "get_prandom_u32" },
	{ BPF_FUNC_get_stack, "get_stack" },
	{ BPF_FUNC_probe_read_user, "probe_read_user" },
	{ BPF_FUNC_probe_read_kernel, "probe_read_kernel" },
	{ BPF_FUNC_probe_read_user_str, "probe_read_user_str" },
	{ BPF_FUNC_probe_read_kernel_str, "probe_read_kernel_str" },
	{ BPF_FUNC_ringbuf_output, "ringbuf_output" },
	{ BPF_FUNC_copy_from_user, "copy_from_user" },
	{ BPF_FUNC_snprintf, "snprintf" },
	{ BPF_FUNC_get_attach_cookie, "get_attach_cookie" },
	{ BPF_FUNC_loop, "loop" },
	{ BPF_FUNC_get_current_task_btf, "get_current_task_btf" },
	{ BPF_FUNC_task_pt_regs, "task_pt_regs" },
	{ BPF_FUNC_find_vma, "find_vma" },
	{ 0, NULL },
};

static const struct name alu_ops[] = {
	{ BPF_ADD, "+=" },  { BPF_SUB, "-=" },	{ BPF_MUL, "*=" },   { BPF_DIV, "/=" },
	{ BPF_MOD, "%=" },  { BPF_AND, "&=" },	{ BPF_OR, "|=" },    { BPF_XOR, "^=" },
	{ BPF_LSH, "<<=" }, { BPF_RSH, ">>=" }, { BPF_ARSH, "s>>=" }, { BPF_MOV, "=" },
	{ 0, NULL },
};

static const struct name jump_ops[] = {
	{ BPF_JEQ, "==" },  { BPF_JNE, "!=" },	 { BPF_JLT, "<" },    { BPF_JLE, "<=" },
	{ BPF_JGT, ">" },   { BPF_JGE, ">=" },	 { BPF_JSLT, "s<" },  { BPF_JSLE, "s<=" },
	{ BPF_JSGT, "s>" }, { BPF_JSGE, "s>=" }, { BPF_JSET, "&" },   { 0, NULL },
};

/* BPF_ADD is 0, so only the text tells the end of a table. */
static const char *find_name(const struct name *names, int number)
{
	for (; names->text; names++)
		if (names->number == number)
			return names->text;
	return "?";
}

static const char *width(const struct bpf_insn *insn)
{
	switch (BPF_SIZE(insn->code)) {
	case BPF_B:
		return "u8";
	case BPF_H:
		return "u16";
	case BPF_W:
		return "u32";
	default:
		return "u64";
	}
}

static void disasm_ld64(struct str *out, const struct ebpf_program *program,
			const struct bpf_insn *insn, uint32_t at)
{
	uint64_t value = (uint64_t)(uint32_t)insn[1].imm << 32 | (uint32_t)insn[0].imm;

	str_printf(out, "r%d = ", insn->dst_reg);
	switch (insn->src_reg) {
	case BPF_PSEUDO_MAP_FD:
		str_printf(out, "map %s", program->maps[insn->imm].name);
		break;
	case BPF_PSEUDO_MAP_VALUE:
		str_printf(out, "&%s[%" PRId32 "]", program->maps[insn->imm].name, insn[1].imm);
		break;
	case BPF_PSEUDO_FUNC:
		str_printf(out, "body at %" PRId64, (int64_t)at + 1 + insn->imm);
		break;
	default:
		str_printf(out, "0x%" PRIx64 " ll", value);
	}
}

static void disasm_alu(struct str *out, const struct bpf_insn *insn)
{
	char bank = BPF_CLASS(insn->code) == BPF_ALU ? 'w' : 'r';
	int op = BPF_OP(insn->code);

	str_printf(out, "%c%d ", bank, insn->dst_reg);
	if (op == BPF_NEG)
		str_printf(out, "= -%c%d", bank, insn->dst_reg);
	else if (BPF_SRC(insn->code) == BPF_X)
		str_printf(out, "%s %c%d", find_name(alu_ops, op), bank, insn->src_reg);
	else
		str_printf(out, "%s %" PRId32, find_name(alu_ops, op), insn->imm);
}

static void disasm_jump(struct str *out, const struct bpf_insn *insn, uint32_t at)
{
	int64_t target = (int64_t)at + 1 + insn->off;
	int op = BPF_OP(insn->code);

	if (op == BPF_EXIT)
		return str_puts(out, "exit");
	if (insn_is_subprog_call(insn))
		return str_printf(out, "call part at %" PRId64, (int64_t)at + 1 + insn->imm);
	if (op == BPF_CALL)
		return str_printf(out, "call %s", find_name(helpers, insn->imm));
	if (op != BPF_JA) {
		str_printf(out, "if r%d %s ", insn->dst_reg, find_name(jump_ops, op));
		if (BPF_SRC(insn->code) == BPF_X)
			str_printf(out, "r%d ", insn->src_reg);
		else
			str_printf(out, "%" PRId32 " ", insn->imm);
	}
	str_printf(out, "goto %" PRId64, target);
}

static void disasm_atomic(struct str *out, const struct bpf_insn *insn)
{
	if (insn->imm == BPF_CMPXCHG)
		str_printf(out, "r0 = cmpxchg(*(%s *)(r%d %+d), r0, r%d)", width(insn),
			   insn->dst_reg, insn->off, insn->src_reg);
	else if (insn->imm == BPF_XCHG)
		str_printf(out, "r%d = xchg(*(%s *)(r%d %+d), r%d)", insn->src_reg, width(insn),
			   insn->dst_reg, insn->off, insn->src_reg);
	else if (insn->imm & BPF_FETCH)
		str_printf(out, "r%d = fetch_add(*(%s *)(r%d %+d), r%d)", insn->src_reg,
			   width(insn), insn->dst_reg, insn->off, insn->src_reg);
	else
		str_printf(out, "lock *(%s *)(r%d %+d) += r%d", width(insn), insn->dst_reg,
			   insn->off, insn->src_reg);
}

void ebpf_disasm(struct str *out, const struct ebpf_program *program, const struct bpf_insn *insn,
		 uint32_t at)
{
	switch (BPF_CLASS(insn->code)) {
	case BPF_LD:
		return disasm_ld64(out, program, insn, at);
	case BPF_LDX:
		return str_printf(out, "r%d = *(%s *)(r%d %+d)", insn->dst_reg, width(insn),
				  insn->src_reg, insn->off);
	case BPF_ST:
		return str_printf(out, "*(%s *)(r%d %+d) = %" PRId32, width(insn), insn->dst_reg,
				  insn->off, insn->imm);
	case BPF_STX:
		if (BPF_MODE(insn->code) == BPF_ATOMIC)
			return disasm_atomic(out, insn);
		return str_printf(out, "*(%s *)(r%d %+d) = r%d", width(insn), insn->dst_reg,
				  insn->off, insn->src_reg);
	case BPF_JMP:
		return disasm_jump(out, insn, at);
	default:
		return disasm_alu(out, insn);
	}
}
