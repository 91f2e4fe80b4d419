#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# The definition that a binary carries says what the one that it was made from says: made into a
# header itself, it yields the same text. Its sizes and offsets are those of the compiler.

. "${top_srcdir:?}/tests/gen/lib.sh"

lines() # of the definition in a header
{
	sed -n 's/^	usdt_line_("\(.*\)")$/\1/p' "$1"
}

same_again() # provider definition
{
	"$gen" -h -s "$1" -o first.h && lines first.h >again.d && [ -s again.d ] &&
		"$gen" -h -s again.d -o second.h && lines second.h | diff -u again.d -
}

for file in "$here"/providers/*.d "$here"/kinds.d; do
	try "$(basename "$file") says the same again" same_again "$file"
done

cat >types.d <<'END'
typedef unsigned long word_t;
typedef struct node node_t;
typedef node_t *node_ptr;
typedef int (*compare_fn)(const node_t *, const node_t *);
typedef struct { short x, y; } point_t;
enum color { RED = -1, GREEN = 4 };
union value { float f; int i[3]; };
struct leaf { char tag; long size; };
struct __attribute__((packed)) wire { char kind; unsigned length; };
struct node {
	node_ptr next;
	compare_fn compare;
	point_t points[2][3];
	struct leaf leaf;
	union value value;
	struct wire *wire;
	unsigned a:3, :4, b:9;
	int :0;
	unsigned c:1;
	union { char small; word_t large; };
	enum color color;
	const char *names[2];
};
provider types { probe at(node_t *n, struct wire *w); };
END
try "types that lead to types" same_again types.d

# The original's declarations, and those of the text under other names, in one program.
layouts_agree()
{
	words='node\|leaf\|wire\|color\|value\|word_t\|node_t\|node_ptr\|compare_fn'
	rename="s/\\b\\($words\\)\\b/&_2/g"
	sed '/^provider/d' types.d >types.c
	grep -v '^provider\|^probe\|^};' again.d |
		sed "$rename; s/point_t\|RED\|GREEN/&_2/g" >>types.c
	for member in next compare points leaf value wire large color names; do
		other=$(echo "$member" | sed "$rename")
		printf '_Static_assert(__builtin_offsetof(struct node, %s) == ' "$member"
		printf '__builtin_offsetof(struct node_2, %s), "%s");\n' "$other" "$member"
	done >>types.c
	cat >>types.c <<-'END'
	_Static_assert(sizeof(struct node) == sizeof(struct node_2), "node");
	_Static_assert(sizeof(struct wire) == sizeof(struct wire_2), "wire");
	_Static_assert(RED == RED_2 && GREEN == GREEN_2, "color");
	END
	${CC:-cc} -std=gnu11 -fsyntax-only types.c
}
same_again types.d >/dev/null
try "the compiler lays them out alike" layouts_agree
finish
