# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# A program of n clauses of one probe that runs once, each of the given shape.
BEGIN {
	text["keyless"] = "@ = count();"
	text["number"] = "@[%d] = count();"
	text["name"] = "@[%d, execname] = count();"
	text["printf"] = "printf(\"%%d %%s\\n\", %d, probename);"
	text["global"] = "x%d++;"
	text["loop"] = "@[strjoin(execname, \"x\") == strjoin(\"name%d\", probename)] = count();"
	text["predicate"] = "@ = count();"
	for (i = 1; i <= n; i++) {
		predicate = shape == "predicate" ? sprintf("/execname != \"name%d\"/ ", i) : ""
		printf "BEGIN %s{ " text[shape] " }\n", predicate, i
	}
	print "BEGIN { exit(0); }"
}
