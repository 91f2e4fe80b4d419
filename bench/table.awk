# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# awk -f table.awk SAMPLES ROWS: rows of a Markdown table from samples that were taken in rounds.
#
# SAMPLES has lines "NAME VALUE", as many of each name as there were rounds. ROWS has lines
# "LABEL|OURS|REFERENCE|DIVISOR|UNIT|GOAL", where OURS and REFERENCE are a name, "A-B" for what A
# takes more than B, or "A+B", or, for the REFERENCE, a number; the goal is the highest ratio,
# or "none" where a ratio would mean nothing.
#
# Medians are shown, and the ratio of each round's pair by its median and quartiles: neighbours in
# time share what the machine was doing. Differences of whole runs are noise round by round, so
# there the ratio is that of the medians, and the quartiles are those of ours over that median. The
# exit status is 1 if a ratio is above its goal.

NR == FNR {
	n[$1]++
	sample[$1, n[$1]] = $2
	next
}

function sort(a, len,    i, j, x) {
	for (i = 2; i <= len; i++) {
		x = a[i]
		for (j = i - 1; j >= 1 && a[j] > x; j--)
			a[j + 1] = a[j]
		a[j + 1] = x
	}
}

# The part of the sorted values that is below: 0.5 for the median.
function quantile(a, len, part,    at) {
	at = 1 + (len - 1) * part
	return a[int(at)] + (at - int(at)) * (int(at) < len ? a[int(at) + 1] - a[int(at)] : 0)
}

function value(what, round,    part) {
	if (what ~ /^[0-9]/)
		return what + 0
	if (split(what, part, "-") == 2)
		return sample[part[1], round] - sample[part[2], round]
	if (split(what, part, "+") == 2)
		return sample[part[1], round] + sample[part[2], round]
	return sample[what, round]
}

function rounds(what,    part) {
	if (what ~ /^[0-9]/)
		return 1
	split(what, part, /[-+]/)
	if (!n[part[1]]) {
		print "table.awk: no samples of " what > "/dev/stderr"
		exit 2
	}
	return n[part[1]]
}

function median(what, a,    i, len) {
	len = rounds(what)
	for (i = 1; i <= len; i++)
		a[i] = value(what, i)
	sort(a, len)
	return quantile(a, len, 0.5)
}

function pair_ratios(ours, reference, a,    i, len) {
	len = rounds(ours)
	for (i = 1; i <= len; i++)
		a[i] = value(ours, i) / value(reference, i)
	sort(a, len)
	return len
}

function scaled_ratios(ours, reference_median, a,    i, len) {
	len = rounds(ours)
	for (i = 1; i <= len; i++)
		a[i] /= reference_median
	return len
}

FNR == 1 {
	print "| what | dtrace | reference | ratio | quartiles | goal |"
	print "|---|---|---|---|---|---|"
}

{
	split($0, row, "|")
	mine = median(row[2], a)
	theirs = median(row[3], b)
	if (row[2] ~ /-/) {
		len = scaled_ratios(row[2], theirs, a)
		ratio = mine / theirs
	} else {
		len = pair_ratios(row[2], row[3], a)
		ratio = quantile(a, len, 0.5)
	}
	if (row[6] == "none") {
		printf "| %s | %.2f %s | %.2f %s | | | |\n", row[1], mine / row[4],
			row[5], theirs / row[4], row[5]
		next
	}
	printf "| %s | %.2f %s | %.2f %s | %.3f | %.3f ... %.3f | %s |\n", row[1], mine / row[4],
		row[5], theirs / row[4], row[5], ratio, quantile(a, len, 0.25),
		quantile(a, len, 0.75), row[6] == "" ? "" : "≤ " row[6]
	if (row[6] != "" && ratio > row[6])
		failed = 1
}

END { exit failed }
