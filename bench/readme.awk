# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# awk -f readme.awk TABLES README > NEW: the README with the tables in place of those between its two
# marks.

NR == FNR {
	tables = tables $0 "\n"
	next
}

/^<!-- end of figures -->/ {
	skipping = 0
	n_marks++
}

!skipping { print }

/^<!-- figures -->/ {
	sub(/^\n/, "", tables)
	printf "%s", tables
	skipping = 1
	n_marks++
}

END {
	if (n_marks != 2) {
		print "readme.awk: the README has no two marks" > "/dev/stderr"
		exit 1
	}
}
