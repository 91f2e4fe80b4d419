#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# initramfs.sh TESTS >ARCHIVE: all that the tests need, at the places where it stands here: the
# source and the build, and from the machine's own Debian packages a shell with its tools and a C
# compiler. It has no kernel modules, so it does for every kernel.
set -u
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

packages="bash binutils binutils-x86-64-linux-gnu coreutils cpp cpp-12 dash debianutils diffutils
	findutils gcc gcc-12 grep gzip hostname libc-bin libc6 libc6-dev libelf1 libgcc-12-dev
	libgcc-s1 linux-libc-dev login mawk mount passwd procps sed tar util-linux"
left_out='/(doc|man|info|locale|lintian|bash-completion|zoneinfo|i18n|gconv|plugin|ldscripts)(/|$)'
left_out="$left_out|/lto1\$|lto-dump|lib(a|t|l|ub)san|ld.gold|/(perl|gdb)/"
left_out="$left_out|\.(o|a|log|trs|Po)\$|/\.(git|deps)(/|\$)"
wanted_objects='/(crt[^/]*|Scrt1|gcrt1)\.o$|/lib(c|c_nonshared|gcc|gcc_eh|pthread|dl|m)\.a$'

package_files()
{
	for package in $packages; do
		dpkg -L "$package" 2>/dev/null
	done
	printf '%s\n' /etc/passwd /etc/group /etc/ld.so.cache /usr/bin/cc /usr/bin/awk \
		/etc/alternatives/cc /etc/alternatives/awk /lib64/ld-linux-x86-64.so.2 \
		"$(command -v "$M4")"
}

# What a program or library is linked with.
libraries()
{
	xargs ldd 2>/dev/null | sed -n 's/.*=> \(\/[^ ]*\) (.*/\1/p' | sort -u
}

with_targets()
{
	while read -r file; do
		echo "$file"
		[ ! -L "$file" ] || readlink -f "$file"
	done
}

# /bin and others are links into /usr.
with_parents()
{
	sed -E 's,^/(bin|sbin|lib|lib64)/,/usr/\1/,' | awk '{
		n = split($0, part, "/")
		path = ""
		for (i = 2; i <= n; i++) {
			path = path "/" part[i]
			if (!seen[path]++)
				print path
		}
	}'
	printf '%s\n' /bin /sbin /lib /lib64
}

{
	package_files
	find "$top_srcdir" "$top_builddir" ! -path "$top_builddir/tests/kernels/*"
} >"$work/all"
grep -E "$wanted_objects" "$work/all" | grep ^/usr >"$work/files"
grep -Ev "$left_out" "$work/all" >>"$work/files"
grep -E '/s?bin/|/gcc/.*/cc1$|\.so|/bench/|/tests/' "$work/files" | libraries >>"$work/files"
with_targets <"$work/files" | with_parents | while read -r file; do
	[ ! -e "$file" ] || echo "${file#/}"
done >"$work/names"
(cd / && cpio -o -H newc --quiet <"$work/names")

mkdir -p "$work/root/proc" "$work/root/sys" "$work/root/tmp" "$work/root/dev"
sed -e "s|@top_srcdir@|$top_srcdir|g; s|@top_builddir@|$top_builddir|g" \
	"$top_srcdir/tests/kernels/init.sh" >"$work/root/init"
chmod 755 "$work/root/init"
printf '%s\n' "$@" >"$work/root/tests"
cd "$work/root" && find . | cpio -o -H newc --quiet
