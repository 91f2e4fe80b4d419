# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# A program of n clauses of one probe that runs once, each of the given shape.
BEGIN {
	text["keyless"] = "@ = count();"
	text["number"] = "@[%d] = count();"
	text["name"] = "@[%d, execname] = count();"
	text["printf"] = "printf(\"%%d %%s\\n\", %d, probename);"
	text["global"] = "x%d++;"
	text["distinct"] = "@a%d = count();"
	text["distinct_sum"] = "@a%d[pid] = sum(1);"
	text["thread"] = "self->v%d = 1; @ = sum(self->v%d);"
	text["array"] = "v%d[pid] = %d; @ = sum(v%d[pid]);"
	text["loop"] = "@[strjoin(execname, \"x\") == strjoin(\"name%d\", probename)] = count();"
	text["mixed"] = "@[%d, execname] = count(); x += tid; printf(\"%%d %%s\\n\", x, probename);"
	text["predicate"] = "@ = count();"
	for (i = 1; i <= n; i++) {
		predicate = shape == "predicate" ? sprintf("/execname != \"name%d\"/ ", i) : ""
		printf "BEGIN %s{ " text[shape] " }\n", predicate, i, i, i
	}
	print "BEGIN { exit(0); }"
}
