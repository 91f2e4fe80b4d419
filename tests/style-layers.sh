#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Dependencies point down only. Each row below is a folder and the folders whose headers it may
# include besides its own; sdk/include/usdt_note.h is everybody's. For machines, the table stands
# here alone. Libraries have one door each: libelf, libdw and liblzma are seen by runtime/elf,
# libbpf and the system calls of BPF by runtime/kern.
export layers
layers='
runtime/base
runtime/lang      base
runtime/elf       base
runtime/output    base
runtime/kern      base
runtime/probe     base
runtime/proc      base elf
runtime/ir        base lang probe
runtime/ebpf      base ir
runtime/builtins  base lang ir output proc
providers         base elf proc kern probe
runtime/compile   base lang kern probe proc ir ebpf builtins
runtime/session   base lang elf output kern probe proc ir ebpf builtins compile
runtime/cmd       base lang output probe session providers dtrace-gen
man               base lang builtins compile probe providers
draw              base
dtrace-gen        base lang elf
sdk/include
sdk/runtime       sdk/include
'

cd "${top_srcdir:-$(dirname "$0")/..}" || exit 1
found=$(mktemp) || exit 1
trap 'rm -f "$found"' EXIT

# One line for each breach: the folder or the rule, then the place and what is wrong there.
find runtime providers draw dtrace-gen man sdk -name '*.[ch]' | sort |
xargs ${AWK:-awk} '
function breach(rule, text) {
	print rule "\t" FILENAME ":" FNR ": " text
}

# runtime/NAME for the folders of the runtime, else the path itself; sub-folders belong to their
# folder.
function folder_of(path) {
	if (match(path, /^runtime\/[a-z]+/) || match(path, /^sdk\/[a-z]+/))
		return substr(path, 1, RLENGTH)
	sub(/\/.*/, "", path)
	return path
}

BEGIN {
	n = split(ENVIRON["layers"], rows, "\n")
	for (i = 1; i <= n; i++) {
		m = split(rows[i], words, " ")
		for (j = 1; j <= m; j++)
			may[words[1], words[j]] = may[words[1], "runtime/" words[j]] = 1
		if (m)
			known[words[1]] = 1
	}
}

FNR == 1 {
	folder = folder_of(FILENAME)
	if (!(folder in known))
		breach("folders", "the folder " folder " has no row in tests/style-layers.sh")
}

/^#[ \t]*include[ \t]*"/ {
	split($0, quoted, "\"")
	to = folder_of(quoted[2])
	to_note = quoted[2] == "sdk/include/usdt_note.h"
	if (folder == "sdk/include") {
		if (to in known)
			breach(folder, "includes " quoted[2])
	} else if (!(to in known)) {
		breach("roots", quoted[2] " is not written from the root")
	} else if (!to_note && !((folder, to) in may)) {
		breach(folder, "includes " quoted[2])
	}
}

/^#[ \t]*include[ \t]*<((gelf|libelf|dwarf|lzma)\.h|elfutils\/)/ && folder != "runtime/elf" {
	breach("libelf", $0)
}
/^#[ \t]*include[ \t]*<json-c\// && folder !~ /^(runtime\/output|draw)$/ { breach("libjson", $0) }
/^#[ \t]*include[ \t]*<bpf\// && folder != "runtime/kern" { breach("libbpf", $0) }
/(__NR|SYS)_(bpf|perf_event_open)/ && folder != "runtime/kern" { breach("libbpf", $0) }
' > "$found"

n=0
check() { # rule, sentence
	n=$((n + 1))
	if grep -q "^$1	" "$found"; then
		echo "not ok $n - $2"
		sed -n "s|^$1	|# |p" "$found"
		failed=1
	else
		echo "ok $n - $2"
	fi
}

failed=0
for folder in $(echo "$layers" | ${AWK:-awk} 'NF { print $1 }'); do
	check "$folder" "$folder includes only what its row allows"
done
check folders "every folder has a row"
check roots "includes are written from the root"
check libelf "only runtime/elf sees libelf, libdw and liblzma"
check libbpf "only runtime/kern sees libbpf and calls bpf() or perf_event_open()"
echo "1..$n"
exit $failed
