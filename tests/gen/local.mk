# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

shell_tests += %D%/builds.sh
shell_tests += %D%/call.sh
shell_tests += %D%/cross.sh
shell_tests += %D%/definition.sh
shell_tests += %D%/demo.sh
shell_tests += %D%/errors.sh
shell_tests += %D%/failures.sh
shell_tests += %D%/headers.sh
shell_tests += %D%/objects.sh
shell_tests += %D%/readers.sh
shell_tests += %D%/sdk.sh
shell_tests += %D%/systemtap.sh
shell_tests += %D%/template.sh
EXTRA_DIST += %D%/cross.c
EXTRA_DIST += %D%/lib.sh %D%/golden.sh %D%/providers %D%/readers.c %D%/readers.d
EXTRA_DIST += %D%/kinds.c %D%/kinds.d %D%/kinds.notes %D%/sdk.c %D%/sdt.c %D%/systemtap.c
