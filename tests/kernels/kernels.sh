#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# kernels.sh TEST...: runs tests on the kernels that Debian ships, each in an emulated machine, and
# prints what they say as one TAP. A kernel comes from the packages that apt knows of; nothing is
# installed. What the machine's console showed stays in the cache as VERSION.console.
set -u
kernels=${KERNELS:-6.1 6.12}
cache=${KERNELS_CACHE:-$top_builddir/tests/kernels/cache}
memory=3072 limit=5400

skip()
{
	echo "1..0 # SKIP $1"
	exit 77
}

for program in qemu-system-x86_64 cpio apt-get dpkg-deb; do
	command -v $program >/dev/null || skip "$program is missing"
done
mkdir -p "$cache" || exit 1

# The newest package of a version, unpacked; its kernel's path in $image.
fetch() # version
{
	image=$(ls "$cache/$1"/boot/vmlinuz-* 2>/dev/null)
	[ -z "$image" ] || return 0
	package=$(apt-cache search --names-only "^linux-image-$1\.[^ ]*-cloud-amd64\$" |
		cut -d ' ' -f 1 | sort -V | tail -n 1)
	[ -n "$package" ] || return 1
	(cd "$cache" && apt-get download "$package" >&2 &&
		dpkg-deb -x "$package"_*.deb "$1" && rm "$package"_*.deb) || return 1
	image=$(ls "$cache/$1"/boot/vmlinuz-*)
}

# What the tests said, in $cache/VERSION.tap.
run() # version
{
	: >"$cache/$1.tap"
	timeout "$limit" qemu-system-x86_64 -machine q35 -accel tcg,thread=multi -cpu max -smp 2 \
		-m "$memory" -display none -no-reboot -kernel "$image" \
		-initrd "$cache/initramfs" -append "console=ttyS0 panic=-1 rdinit=/init" \
		-serial "file:$cache/$1.console" -serial "file:$cache/$1.tap" </dev/null >&2
}

# One line of TAP for each, numbered through; a test that ends badly without having said so is one.
# cmocka calls what it skips "not ok".
merge() # version
{
	tr -d '\r' <"$cache/$1.tap" | awk -v version="$1" -v n="$n" '
	function claim(is_good, text) {
		n++
		n_bad += !is_good
		print (is_good ? "ok " : "not ok ") n " - " version " " test text
	}
	/^kernel / { print "# " $0 }
	/^test / { test = $2; is_told = 0 }
	/^not ok [0-9]* # SKIP/ { sub(/^not /, "") }
	/^ok [0-9]/ { sub(/^ok [0-9]* (- )?/, ""); claim(1, ": " $0); next }
	/^not ok [0-9]/ { sub(/^not ok [0-9]* (- )?/, ""); is_told = 1; claim(0, ": " $0); next }
	/^1\.\.0/ { sub(/^[^#]*/, ""); claim(1, " " $0) }
	/^(#|Bail)/ { print "# " $0 }
	/^status / && $2 != 0 && $2 != 77 && !is_told { claim(0, " ends with " $0) }
	/^done/ { is_done = 1 }
	END {
		test = ""
		if (!is_done)
			claim(0, "does not come to the end of the tests")
		print n, n_bad + 0 >"/dev/stderr"
	}' 2>"$cache/$1.count"
	read -r n bad <"$cache/$1.count"
}

sh "$top_srcdir/tests/kernels/initramfs.sh" "$@" >"$cache/initramfs" || exit 1
n=0
failed=0
for version in $kernels; do
	if ! fetch "$version"; then
		n=$((n + 1))
		echo "ok $n - $version # SKIP there is no package of it"
		continue
	fi
	run "$version"
	merge "$version"
	[ "$bad" -eq 0 ] || failed=1
done
echo "1..$n"
exit $failed
