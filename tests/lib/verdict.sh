#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# verdict.sh LOG COMMAND...: a test that is run by itself. What it says is shown, and kept in LOG.
# Fails as it does: with a claim that does not hold, or without a plan.
log=$1
shift
mkdir -p "${log%/*}" && "$@" | tee "$log"
grep -q '^1\.\.' "$log" && ! grep -q '^not ok' "$log"
