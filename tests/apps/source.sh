# shellcheck shell=sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Sources of Debian's packages, by the machine's own list of archives, kept in $dir. Nothing of the
# machine's configuration is changed.

apt_get()
{
	mkdir -p "$dir/apt/parts" "$dir/apt/lists/partial" "$dir/apt/archives/partial"
	for list in /etc/apt/sources.list.d/*.sources; do
		[ -r "$list" ] && sed 's/^Types:.*/Types: deb deb-src/' "$list" \
			>"$dir/apt/parts/${list##*/}"
	done
	[ -r /etc/apt/sources.list ] && sed 's/^deb /deb-src /p; s/^deb-src /deb /' \
		/etc/apt/sources.list >"$dir/apt/parts/own.list"
	apt-get -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$dir/apt/parts" \
		-o Dir::State::lists="$dir/apt/lists" -o Dir::Cache="$dir/apt" \
		-o APT::Sandbox::User=root "$@"
}

update_once()
{
	[ -e "$dir/apt/done" ] || apt_get update && : >"$dir/apt/done"
}

# The tarball of a package that is here.
tarball() # package
{
	for file in "$dir/$1"_*.orig.tar.*; do
		case $file in
		*'*'* | *.asc) ;;
		*)
			echo "$file"
			return
			;;
		esac
	done
	return 1
}

# The release's package; where the archive has moved on, what it offers now.
fetch_source() # package
(
	update_once && cd "$dir" || return
	for version in "/$(. /etc/os-release && echo "$VERSION_CODENAME")" ''; do
		apt_get source -q --only-source --download-only --tar-only "$1$version" && return
	done
)

# Files of a package, named by patterns, or all. The folder is whole or not there.
unpack() # package, folder, patterns
{
	package=$1
	folder=$2
	shift 2
	[ -d "$folder" ] && return
	tarball "$package" >/dev/null || fetch_source "$package" || return
	rm -rf "$folder.part" && mkdir -p "$folder.part" && tar -xf "$(tarball "$package")" \
		-C "$folder.part" --strip-components=1 --wildcards "$@" &&
		mv "$folder.part" "$folder"
}

# systemtap's dtrace and headers, in $dir/theirs.
fetch_theirs()
(
	[ -x "$dir/theirs/dtrace" ] && return
	update_once && cd "$dir/apt/archives" && apt_get download systemtap-sdt-dev &&
		dpkg -x systemtap-sdt-dev_*.deb "$dir/theirs" || return
	# Its -G compiles, and wants the header.
	cat >"$dir/theirs/dtrace" <<-END
	#!/bin/sh
	CFLAGS="-I$(include_of theirs)" exec "$dir/theirs/usr/bin/dtrace" "\$@"
	END
	chmod +x "$dir/theirs/dtrace"
)

include_of() # ours|theirs
{
	dirname "$(dirname "$(find "$dir/$1/" -path "*/sys/sdt.h" | head -n 1)")"
}
