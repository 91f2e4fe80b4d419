# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# awk -f plot.awk TABLES > PLOT: the ratios of the tables that run prints, as a picture (SVG). A bar
# goes from 1, where dtrace and its peer are equal, to the ratio, on a scale of tenfold steps; left is
# less, which is better. The thin line is from the lower to the upper quartile.

function text_of(s) {
	gsub(/&/, "\\&amp;", s)
	gsub(/</, "\\&lt;", s)
	return s
}

function x_of(ratio) {
	ratio = ratio < 0.001 ? 0.001 : ratio > 100 ? 100 : ratio
	return LEFT + WIDTH * (log(ratio) / log(10) + 3) / 5
}

BEGIN {
	FS = " *[|] *"
	LEFT = 470
	WIDTH = 600
	ROW = 18
}

NF >= 8 && $5 ~ /^[0-9.]+$/ && $6 ~ /\.\.\./ {
	n++
	what[n] = text_of($2)
	ratio[n] = $5
	split($6, quartile, " \\.\\.\\. ")
	low[n] = quartile[1]
	high[n] = quartile[2]
	shown[n] = text_of($3 " : " $4)
}

END {
	if (!n) {
		print "plot.awk: the tables have no ratios" > "/dev/stderr"
		exit 1
	}
	printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1240\" height=\"%d\">\n",
		n * ROW + 60
	print "<style>text { font: 11px sans-serif; } .axis { stroke: #ccc; }</style>"
	printf "<rect width=\"1240\" height=\"%d\" fill=\"white\"/>\n", n * ROW + 60
	for (power = -3; power <= 2; power++) {
		x = x_of(10 ^ power)
		printf "<line class=\"axis\" x1=\"%d\" y1=\"24\" x2=\"%d\" y2=\"%d\"/>\n", x, x,
			n * ROW + 34
		printf "<text x=\"%d\" y=\"16\" text-anchor=\"middle\">%s</text>\n", x,
			power ? 10 ^ power : "1: equal"
	}
	for (i = 1; i <= n; i++) {
		y = 12 + i * ROW
		one = x_of(1)
		at = x_of(ratio[i])
		printf "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", LEFT - 8, y + 11,
			what[i]
		printf "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\">" \
			"<title>%s</title></rect>\n", at < one ? at : one, y,
			(at < one ? one - at : at - one) + 0.5, ROW - 5,
			ratio[i] <= 1 ? "#4a90c2" : "#d98c4a", shown[i]
		printf "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#333\"/>\n",
			x_of(low[i]), y + 6, x_of(high[i]), y + 6
		printf "<text x=\"%d\" y=\"%d\">%s</text>\n", LEFT + WIDTH + 8, y + 11,
			ratio[i] " (" shown[i] ")"
	}
	print "</svg>"
}
