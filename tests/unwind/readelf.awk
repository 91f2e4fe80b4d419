# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# readelf --debug-dump=frames-interp, as tests/unwind/rows prints it. Rows of a CIE are no code; a
# function of no instructions has none.

function word(text)
{
	return text ~ /^(exp|vexp|v[+-]|r[0-9])/ ? "*" : text
}

/ FDE / {
	is_code = 1
	split($0, part, "pc=")
	split(part[2], range, "\\.\\.")
	is_code = range[1] != range[2]
}
/ CIE / { is_code = 0 }
/^ +LOC / {
	fp = ra = 0
	for (i = 1; i <= NF; i++) {
		if ($i == "rbp")
			fp = i
		if ($i == "ra")
			ra = i
	}
}
is_code && /^[0-9a-f]+ / && !/=/ && $1 < range[2] {
	gsub(/ \([a-z0-9]+\)/, "")
	cfa = $2
	if (ra && $ra == "u")
		print $1, "*", "*", "u"
	else if (cfa !~ /^(rsp|rbp)[+-]/ || !ra || $ra !~ /^c/)
		print $1, "*", "*", "*"
	else
		print $1, cfa, fp ? word($fp) : "u", $ra
}
