#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Templates: the recipe of dtrace-gen/README.md, followed to the letter.
. "${top_srcdir:-.}/tests/gen/lib.sh"
recipe=$top_srcdir/dtrace-gen/README.md
PATH=$top_builddir/bin:$PATH
printf 'provider shop {\n\tprobe order__placed(int id, char *name[2]);\n\tprobe closed();\n};\n' \
	>shop.d

# The first indented block behind the line that says how the file is called.
block() # file
{
	awk -v mark="\`$1\`" '
	index($0, mark) && /[Ss]ave/ { is_near = 1; next }
	is_near && /^\t/ { is_inside = 1 }
	is_inside && !/^\t/ { exit }
	is_inside { print substr($0, 2) }' "$recipe" >"$1"
	test -s "$1"
}

# The command of the recipe that has a text in it.
command_with() # text
{
	sed -n 's/^	\(dtrace-gen .*\)/\1/p' "$recipe" | grep -F -e "$1"
}

try 'mine.m4 stands in the recipe' block mine.m4
check 'its command makes a header' "$(command_with template=mine.m4)"
check 'with the line that is promised' "grep -qx '/\* Probes of shop \*/' shop.h"
firing shop.h >main.c
check 'which compiles' "${CC:-cc} -I. main.c -o main && ./main"

try 'list.m4 stands in the recipe' block list.m4
check 'its command lists the probes' "$(command_with template=list.m4) >list"
printf '%s\n' 'Probes of shop.d' \
	'shop:::order-placed SHOP_ORDER_PLACED (int id) (char *name[2])' \
	'shop:::closed SHOP_CLOSED' >want
try 'all of them' diff want list

check 'a bare name is that of a shipped template' "
	dtrace-gen -h -x template=rust.m4 -s shop.d -o - | grep -q 'pub fn r#order__placed'"
check 'but a file of that name comes first' "
	cp list.m4 rust.m4 && dtrace-gen -h -x template=rust.m4 -s shop.d -o - | diff want -"
check 'a name that is neither is told' "
	! dtrace-gen -h -x template=go.m4 -s shop.d -o - 2>err &&
		grep -q 'cannot read the template go.m4: No such file' err"

# Modules for Rust
if has rustc; then
	rm rust.m4
	for definition in "$top_srcdir"/tests/golden/header/*.d; do
		name=$(basename "$definition" .d)
		case $name in
		err.*) continue ;;
		esac
		check "$name: a module that rustc accepts" "
			dtrace-gen -h -x template=rust.m4 -s '$definition' -o lib.rs 2>/dev/null
			rustc --edition=2018 \
				--crate-type=lib --crate-name=probes -D warnings lib.rs"
	done
else
	skip 'modules that rustc accepts' 'rustc is missing'
fi
finish
