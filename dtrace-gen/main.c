/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "dtrace-gen/gen.h"

int main(int argc, char **argv)
{
	return gen_main(argc, argv, "dtrace-gen");
}
