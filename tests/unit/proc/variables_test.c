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

#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/elf/elfobj.h"
#include "runtime/proc/variables.h"

int variables_test_counter[3] = { 1, 2, 3 };

static const char kallsyms[] =
	"ffffffff81000000 T _text\n"
	"ffffffff82000000 D jiffies\n"
	"ffffffff82000000 D jiffies_64\n"
	"ffffffff82000010 d counter\n"
	"ffffffff82000020 b counter\n"
	"ffffffffc0000010 b counter\t[nfs]\n"
	"0000000000000000 D hidden\n"
	"nonsense\n";

static int find(const char *module, const char *name, struct proc_kernel_variable *out)
{
	auto_fclose FILE *f = fmemopen((void *)kallsyms, sizeof(kallsyms) - 1, "r");

	return proc_kernel_variable_find(f, module, name, out);
}

static void a_variable_of_the_kernel_is_found(void **state)
{
	struct proc_kernel_variable var;

	(void)state;
	assert_int_equal(find(NULL, "jiffies", &var), 0);
	assert_int_equal(var.address, 0xffffffff82000000);
	assert_false(var.is_function);
	assert_int_equal(find("vmlinux", "_text", &var), 0);
	assert_true(var.is_function);
	assert_int_equal(find("nfs", "counter", &var), 0);
	assert_int_equal(var.address, 0xffffffffc0000010);
}

static void what_cannot_be_read_is_told_apart(void **state)
{
	struct proc_kernel_variable var;

	(void)state;
	assert_int_equal(find(NULL, "jiff", &var), -ENOENT);
	assert_int_equal(find("nfs", "jiffies", &var), -ENOENT);
	assert_int_equal(find("vmlinux", "counter", &var), -EEXIST);
	assert_int_equal(find(NULL, "hidden", &var), -EACCES);
	assert_int_equal(find(NULL, "nonsense", &var), -ENOENT);
}

static void a_variable_of_a_process_is_found(void **state)
{
	struct diag *dg = diag_new();
	struct elfobj_symbol symbol;
	struct elfobj *obj;
	uint64_t bias;

	(void)state;
	assert_int_equal(elfobj_open("/proc/self/exe", dg, &obj), 0);
	assert_int_equal(proc_variable_find(obj, NULL, "variables_test_counter", &symbol), 0);
	assert_int_equal(symbol.size, sizeof(variables_test_counter));
	assert_int_equal(proc_variable_find(obj, NULL, "variables_test_nothing", &symbol),
			 -ENOENT);
	assert_true(proc_load_bias("/proc", getpid(), obj, &bias));
	proc_variable_find(obj, NULL, "variables_test_counter", &symbol);
	assert_int_equal(symbol.value + bias, (uintptr_t)variables_test_counter);
	assert_false(proc_load_bias("/nowhere", getpid(), obj, &bias));
	elfobj_close(obj);
	diag_free(dg);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_variable_of_the_kernel_is_found),
		cmocka_unit_test(what_cannot_be_read_is_told_apart),
		cmocka_unit_test(a_variable_of_a_process_is_found),
	};

	return cmocka_run_group_tests_name("variables", tests, NULL, NULL);
}
