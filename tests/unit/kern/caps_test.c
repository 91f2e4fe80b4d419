/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <linux/capability.h>

#include <cmocka.h>

#include "tests/unit/kern/live.h"

#define BIT(capability) (1ULL << (capability))

static char *judged(uint64_t effective, bool is_initial_ns, int expected)
{
	struct diag *dg = diag_new();
	char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);

	assert_int_equal(kern_judge_privileges(effective, is_initial_ns, dg), expected);
	diag_print(dg, f, &(struct diag_style){ .program = "dtrace" });
	fclose(f);
	diag_free(dg);
	return text;
}

static void bpf_and_perfmon_or_admin_suffice(void **state)
{
	char *text = judged(BIT(CAP_BPF) | BIT(CAP_PERFMON), true, 0);

	(void)state;
	assert_string_equal(text, "");
	free(text);
	text = judged(BIT(CAP_SYS_ADMIN), true, 0);
	assert_string_equal(text, "");
	free(text);
}

static void the_missing_one_is_named(void **state)
{
	char *text = judged(BIT(CAP_PERFMON), true, -EPERM);

	(void)state;
	assert_non_null(strstr(text, "dtrace: tracing needs the capabilities CAP_BPF and "
				     "CAP_PERFMON; this process lacks CAP_BPF\nhint: run as root"));
	free(text);
	text = judged(BIT(CAP_BPF), true, -EPERM);
	assert_non_null(strstr(text, "lacks CAP_PERFMON\n"));
	free(text);
	text = judged(0, true, -EPERM);
	assert_non_null(strstr(text, "lacks both\n"));
	free(text);
}

static void root_in_a_namespace_of_its_own_is_not_enough(void **state)
{
	char *text = judged(~0ULL, false, -EPERM);

	(void)state;
	assert_non_null(strstr(text, "namespace of its own"));
	free(text);
}

static void a_fixed_answer_is_not_tried(void **state)
{
	struct kern_caps caps = { { 0 } };

	(void)state;
	kern_set(&caps, KERN_LOOP_HELPER, true);
	assert_true(kern_has(&caps, KERN_LOOP_HELPER));
	kern_set(&caps, KERN_LOOP_HELPER, false);
	assert_false(kern_has(&caps, KERN_LOOP_HELPER));
}

static void every_feature_has_a_text(void **state)
{
	(void)state;
	for (int i = 0; i < KERN_N_FEATURES; i++)
		assert_non_null(strstr(kern_feature_text((enum kern_feature)i), "(Linux "));
}

/* What a kernel has does not go away: with one feature it has all that are older. */
static void newer_features_imply_the_older_ones(void **state)
{
	struct kern_caps caps = { { 0 } };

	(void)state;
	if (!live_is_allowed())
		skip();
	if (kern_has(&caps, KERN_UPROBE_MULTI))
		assert_true(kern_has(&caps, KERN_GROWING_MAPS));
	if (kern_has(&caps, KERN_GROWING_MAPS))
		assert_true(kern_has(&caps, KERN_SLEEPABLE_UPROBE));
	if (kern_has(&caps, KERN_SLEEPABLE_UPROBE))
		assert_true(kern_has(&caps, KERN_LOOP_HELPER));
	if (kern_has(&caps, KERN_LOOP_HELPER))
		assert_true(kern_has(&caps, KERN_COOKIE));
	if (kern_has(&caps, KERN_NOP5_BROKEN))
		assert_true(kern_has(&caps, KERN_UPROBE_MULTI));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bpf_and_perfmon_or_admin_suffice),
		cmocka_unit_test(the_missing_one_is_named),
		cmocka_unit_test(root_in_a_namespace_of_its_own_is_not_enough),
		cmocka_unit_test(a_fixed_answer_is_not_tried),
		cmocka_unit_test(every_feature_has_a_text),
		cmocka_unit_test(newer_features_imply_the_older_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
