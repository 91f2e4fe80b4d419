# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# A stage is a file %D%/STAGE.stage with a command and a folder of cases beside it; run.sh tells the rest.
shell_tests += %D%/run.sh
shell_tests += %D%/complete.sh
EXTRA_DIST += %D%/command.sh
EXTRA_DIST += %D%/action.stage %D%/action
EXTRA_DIST += %D%/aggregation.stage %D%/aggregation
EXTRA_DIST += %D%/call.stage %D%/call
EXTRA_DIST += %D%/check.stage %D%/check
EXTRA_DIST += %D%/command.stage %D%/command
EXTRA_DIST += %D%/header.stage %D%/header
EXTRA_DIST += %D%/language.stage %D%/language
EXTRA_DIST += %D%/lex.stage %D%/lex
EXTRA_DIST += %D%/option.stage %D%/option
EXTRA_DIST += %D%/parse.stage %D%/parse
EXTRA_DIST += %D%/print.stage %D%/print
EXTRA_DIST += %D%/provider.stage %D%/provider
EXTRA_DIST += %D%/refused.stage %D%/refused
EXTRA_DIST += %D%/strict.stage %D%/strict
EXTRA_DIST += %D%/subroutine.stage %D%/subroutine
EXTRA_DIST += %D%/variable.stage %D%/variable
