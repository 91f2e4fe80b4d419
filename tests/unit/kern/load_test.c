/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/base/str.h"
#include "tests/unit/kern/live.h"

static int load(enum kern_prog_kind kind, const struct bpf_insn *insns, uint32_t n, struct diag *dg)
{
	const struct kern_prog_def def = {
		.name = "pid$1:libc", .kind = kind, .insns = insns, .n_insns = n
	};

	return kern_prog_load(&def, dg);
}

static const struct bpf_insn nothing[] = { I_MOV(BPF_REG_0, 0), I_EXIT };

static void a_program_of_each_kind_loads(void **state)
{
	struct diag *dg = diag_new();

	(void)state;
	for (int kind = KERN_PROG_UPROBE; kind <= KERN_PROG_RAW; kind++) {
		int fd = load((enum kern_prog_kind)kind, nothing, N_INSNS(nothing), dg);

		live_print(dg);
		assert_true(fd >= 0);
		close(fd);
	}
	diag_free(dg);
}

static void a_raw_program_is_run_with_its_argument(void **state)
{
	struct diag *dg = diag_new();
	int map_fd = live_value_map(dg);
	const struct bpf_insn insns[] = {
		I(BPF_LDX | BPF_MEM | BPF_DW, BPF_REG_2, BPF_REG_1, 0, 0),
		I_MAP(BPF_REG_1, BPF_PSEUDO_MAP_VALUE, map_fd),
		I(BPF_STX | BPF_MEM | BPF_DW, BPF_REG_1, BPF_REG_2, 8, 0),
		I_MOV(BPF_REG_0, 0),
		I_EXIT,
	};
	int fd = load(KERN_PROG_RAW, insns, N_INSNS(insns), dg);
	uint64_t value[2] = { 0 };

	(void)state;
	assert_int_equal(kern_prog_run(fd, 0x123456789abcdef), 0);
	assert_int_equal(kern_map_find(map_fd, &(uint32_t){ 0 }, value), 0);
	assert_int_equal(value[1], 0x123456789abcdef);
	close(fd);
	close(map_fd);
	diag_free(dg);
}

static char *printed(struct diag *dg)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);

	diag_print(dg, f, &(struct diag_style){ .program = "dtrace" });
	fclose(f);
	return text;
}

static void a_refused_program_is_told_with_the_log(void **state)
{
	const struct bpf_insn insns[] = { I_COPY(BPF_REG_0, BPF_REG_5), I_EXIT };
	struct diag *dg = diag_new();
	char *text;

	(void)state;
	assert_int_equal(load(KERN_PROG_UPROBE, insns, N_INSNS(insns), dg), -EACCES);
	assert_int_equal(diag_tag_at(dg, 0), D_LOAD);
	text = printed(dg);
	assert_non_null(strstr(text, "verifier refuses the program pid$1:libc\n"));
	assert_non_null(strstr(text, "R5 !read_ok"));
	free(text);
	diag_free(dg);
}

/* Counts to 4000 in a loop that the verifier walks step by step, and then is wrong. */
static void of_a_long_log_the_end_is_shown(void **state)
{
	const struct bpf_insn insns[] = {
		I_MOV(BPF_REG_1, 0),
		I(BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_1, 0, 0, 1),
		I(BPF_JMP | BPF_JLT | BPF_K, BPF_REG_1, 0, -2, 4000),
		I_COPY(BPF_REG_0, BPF_REG_5),
		I_EXIT,
	};
	struct diag *dg = diag_new();
	char *text;

	(void)state;
	assert_int_equal(load(KERN_PROG_UPROBE, insns, N_INSNS(insns), dg), -EACCES);
	text = printed(dg);
	assert_non_null(strstr(text, "R5 !read_ok"));
	assert_in_range(strlen(text), 30000, 40000);
	free(text);
	diag_free(dg);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_program_of_each_kind_loads),
		cmocka_unit_test(a_raw_program_is_run_with_its_argument),
		cmocka_unit_test(a_refused_program_is_told_with_the_log),
		cmocka_unit_test(of_a_long_log_the_end_is_shown),
	};

	if (!live_is_allowed())
		return live_skip();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
