# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# awk -f plot.awk TABLES > PLOT: the ratios of the tables that run prints, as a picture (SVG), a panel
# for each table. A bar goes from 1, where dtrace and its peer are equal, to the ratio, on a scale of
# tenfold steps: to the left is less, which is better. The thin line is from the lower to the upper
# quartile, the mark the goal, which a bar must not pass.

function text_of(s) {
	gsub(/&/, "\\&amp;", s)
	gsub(/</, "\\&lt;", s)
	return s
}

function x_of(ratio) {
	ratio += 0
	ratio = ratio < 0.001 ? 0.001 : ratio > 100 ? 100 : ratio
	return LEFT + WIDTH * (log(ratio) / log(10) + 3) / 5
}

function line(x1, y1, x2, y2, class) {
	printf "<line class=\"%s\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>\n", class, x1, y1,
		x2, y2
}

function text(x, y, class, s) {
	printf "<text class=\"%s\" x=\"%.1f\" y=\"%d\">%s</text>\n", class, x, y, s
}

BEGIN {
	FS = " *[|] *"
	LEFT = 430
	WIDTH = 520
	ROW = 20
	TOP = 74
	ALL = 1250
}

# A heading of a table begins a panel.
$2 == "what" {
	panel++
	next
}

NF >= 8 && $5 ~ /^[0-9.]+$/ && $6 ~ /\.\.\./ {
	n++
	gap[n] = panel != last_panel && n > 1
	last_panel = panel
	what[n] = text_of($2)
	ratio[n] = $5
	split($6, quartile, " \\.\\.\\. ")
	low[n] = quartile[1]
	high[n] = quartile[2]
	shown[n] = text_of($3 " : " $4)
	goal[n] = $7
	sub(/^[^0-9]*/, "", goal[n])
}

function style() {
	print "<style>text { font: 12px sans-serif; fill: #222; }"
	print ".label { text-anchor: end; } .tick { text-anchor: middle; fill: #666; }"
	print ".title { font-size: 15px; font-weight: bold; } .figure { fill: #555; }"
	print ".ratio { font-weight: bold; } .axis { stroke: #ddd; }"
	print ".one { stroke: #222; stroke-width: 1.5; } .between { stroke: #ddd; }"
	print ".quartiles { stroke: #222; } .goal { stroke: #c0392b; stroke-width: 2; }"
	print ".better { fill: #4a90c2; } .worse { fill: #d98c4a; }</style>"
}

function heading(bottom,    power, x) {
	text(16, 24, "title", "dtrace beside its peers: the ratio of what each takes")
	text(16, 44, "figure", "blue: dtrace takes less; orange: it takes more; " \
		"thin line: quartiles of the rounds; red mark: the goal, not to be passed")
	for (power = -3; power <= 2; power++) {
		x = x_of(10 ^ power)
		line(x, TOP, x, bottom, power ? "axis" : "one")
		text(x, TOP - 8, "tick", power ? 10 ^ power "" : "1: equal")
	}
}

function bar(i, y,    one, at) {
	one = x_of(1)
	at = x_of(ratio[i])
	text(LEFT - 10, y + 14, "label", what[i])
	printf "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\">" \
		"<title>%s</title></rect>\n", ratio[i] <= 1 ? "better" : "worse",
		at < one ? at : one, y + 3, (at < one ? one - at : at - one) + 0.5, ROW - 6, shown[i]
	line(x_of(low[i]), y + ROW / 2, x_of(high[i]), y + ROW / 2, "quartiles")
	if (goal[i] != "")
		line(x_of(goal[i]), y + 1, x_of(goal[i]), y + ROW - 1, "goal")
	text(LEFT + WIDTH + 12, y + 14, "ratio", ratio[i])
	text(LEFT + WIDTH + 64, y + 14, "figure", shown[i])
}

END {
	if (!n) {
		print "plot.awk: the tables have no ratios" > "/dev/stderr"
		exit 1
	}
	bottom = TOP + n * ROW + 16
	for (i = 1; i <= n; i++)
		bottom += gap[i] ? 12 : 0
	printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" " \
		"viewBox=\"0 0 %d %d\">\n", ALL, bottom + 10, ALL, bottom + 10
	style()
	printf "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", ALL, bottom + 10
	heading(bottom)
	y = TOP + 6
	for (i = 1; i <= n; i++) {
		if (gap[i]) {
			line(16, y + 6, ALL - 16, y + 6, "between")
			y += 12
		}
		bar(i, y)
		y += ROW
	}
	print "</svg>"
}
