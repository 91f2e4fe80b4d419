# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Holds the times that dtrace measured of queries, "took PID NANOSECONDS QUERY", against those that
# pgbench wrote down for the transactions that they are, "CLIENT MICROSECONDS", each in their order.
# Which process served which client nobody tells: it is one all of whose times lie within the
# client's. Prints how many clients have one, how many queries are ours, how many of them took less
# than they slept, and the sums and medians of both.

$1 == "took" {
	n_of[$2]++
	ours[$2, n_of[$2]] = $3
	slept[$2, n_of[$2]] = match($0, /0\.001 \* [0-9]+/) ? \
		substr($0, RSTART + 8, RLENGTH - 8) * 1e6 * 0.99 : 0
	next
}

# pgbench cuts off what is less than a microsecond.
NF == 2 {
	n_theirs[$1]++
	theirs[$1, n_theirs[$1]] = $2 * 1000 + 1000
}

function lies_within(pid, client,    i)
{
	if (n_of[pid] != n_theirs[client])
		return 0
	for (i = 1; i <= n_of[pid]; i++)
		if (ours[pid, i] > theirs[client, i])
			return 0
	return 1
}

function server_of(client,    pid)
{
	for (pid in n_of)
		if (lies_within(pid, client))
			return pid
	return 0
}

END {
	for (client in n_theirs) {
		pid = server_of(client)
		if (!pid)
			continue
		n_clients++
		for (i = 1; i <= n_of[pid]; i++) {
			n++
			sum_ours += ours[pid, i]
			sum_theirs += theirs[client, i]
			n_short += ours[pid, i] < slept[pid, i]
		}
	}
	printf "clients %d\nqueries %d\nshort %d\n", n_clients, n, n_short
	printf "means %d %d\n", n ? sum_ours / n : 0, n ? sum_theirs / n : 0
}
