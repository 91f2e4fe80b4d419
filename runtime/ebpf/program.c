/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/ebpf/program.h"

#include <inttypes.h>
#include <stdlib.h>

#include "runtime/base/str.h"
#include "runtime/ebpf/insn.h"

void ebpf_program_free(struct ebpf_program *program)
{
	if (!program)
		return;
	for (uint32_t i = 0; i < program->n_maps; i++)
		free(program->maps[i].init);
	for (uint32_t i = 0; i < program->n_routines; i++) {
		free(program->routines[i].name);
		free(program->routines[i].insns);
		free(program->routines[i].relocs);
	}
	free(program->maps);
	free(program->routines);
	free(program);
}

static const char *map_type_name(enum bpf_map_type type)
{
	switch ((int)type) {
	case BPF_MAP_TYPE_ARRAY:
		return "array";
	case BPF_MAP_TYPE_HASH:
		return "hash";
	case BPF_MAP_TYPE_LRU_HASH:
		return "lru_hash";
	case BPF_MAP_TYPE_PERCPU_HASH:
		return "percpu_hash";
	case BPF_MAP_TYPE_PERCPU_ARRAY:
		return "percpu_array";
	case BPF_MAP_TYPE_RINGBUF:
		return "ringbuf";
	default:
		return "map";
	}
}

static void dump_map(struct str *out, const struct ebpf_map *map)
{
	str_printf(out, "map %s: %s", map->name, map_type_name(map->type));
	if (map->key_size)
		str_printf(out, ", key %" PRIu32 ", value %" PRIu32, map->key_size,
			   map->value_size);
	str_printf(out, ", entries %" PRIu32 "%s\n", map->n_entries,
		   map->is_frozen ? ", frozen" : "");
}

/* Does the body of a loop or a part begin here? */
static bool is_function(const struct ebpf_routine *routine, uint32_t at)
{
	for (uint32_t i = 0; i < routine->n_insns; i++) {
		const struct bpf_insn *insn = &routine->insns[i];

		if (((insn_is_ld64(insn) && insn->src_reg == BPF_PSEUDO_FUNC) ||
		     insn_is_subprog_call(insn)) &&
		    i + 1 + insn->imm == at)
			return true;
	}
	return false;
}

static void dump_routine(struct str *out, const struct ebpf_program *program,
			 const struct ebpf_routine *routine)
{
	str_printf(out, "routine %s: %" PRIu32 " instructions, stack %" PRIu32, routine->name,
		   routine->n_insns, routine->stack_size);
	if (routine->scratch_size)
		str_printf(out, ", scratch %" PRIu32, routine->scratch_size);
	str_puts(out, routine->is_sleepable ? ", may sleep\n" : "\n");
	for (uint32_t i = 0; i < routine->n_insns; i++) {
		if (is_function(routine, i))
			str_printf(out, "function at %" PRIu32 ":\n", i);
		str_printf(out, "%6" PRIu32 ": ", i);
		ebpf_disasm(out, program, &routine->insns[i], i);
		str_putc(out, '\n');
		if (insn_is_ld64(&routine->insns[i]))
			i++;
	}
}

void ebpf_program_dump(struct str *out, const struct ebpf_program *program)
{
	for (uint32_t i = 0; i < program->n_maps; i++)
		dump_map(out, &program->maps[i]);
	for (uint32_t i = 0; i < program->n_routines; i++)
		dump_routine(out, program, &program->routines[i]);
}
