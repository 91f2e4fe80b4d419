# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# What the generator's tests share: a folder to work in, TAP, the compilers of this machine.

here=${top_srcdir:?}/tests/gen
gen=${top_builddir:?}/bin/dtrace-gen
sdk=$top_srcdir/sdk/include
LC_ALL=C
export LC_ALL
unset CPP CFLAGS POSIXLY_CORRECT

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

n=0
failed=0

# A case: its name, and a command that must succeed. What it prints is shown when it does not.
try()
{
	n=$((n + 1))
	name=$1
	shift
	if "$@" >"$work/.log" 2>&1; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		sed 's/^/# /' "$work/.log"
		failed=1
	fi
}

# The same for a shell text.
check()
{
	try "$1" sh -ec "$2"
}

skip() # name, reason
{
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
}

finish()
{
	echo "1..$n"
	exit $failed
}

has()
{
	command -v "$1" >/dev/null 2>&1
}

# Those of the given compilers that are here.
available()
{
	for compiler; do
		has "$compiler" && echo "$compiler"
	done
}

# A program that passes every probe of a header once, with 1 for each argument.
firing() # header
{
	echo "#include \"$1\""
	echo 'int main(void)'
	echo '{'
	echo '	int n = 0;'
	sed -n 's/^#define \([A-Za-z_0-9$]*\)(\(.*\)) \\$/\1 \2/p' "$1" | sort -u |
	awk '
	$1 ~ /^usdt_/ { next }
	{ lines[++n] = $0; is_macro[$1] = 1 }
	END {
		for (i = 1; i <= n; i++) {
			macro = args = lines[i]
			sub(/ .*/, "", macro)
			probe = macro
			sub(/^[^ ]* ?/, "", args)
			gsub(/arg[0-9]+/, "1", args)
			sub(/_(ENABLED|enabled)$/, "", probe)
			is_test = args == "" && probe != macro && (probe in is_macro)
			print (is_test ? "\tn += " : "\t") macro "(" args ");"
		}
	}'
	echo '	return n;'
	echo '}'
}

# The probes of a file: provider, name, and the sizes of the arguments.
notes() # file
{
	readelf -nW "$1" | awk '
	/Provider:/ { provider = $NF }
	/Name:/ { name = $NF }
	/Arguments:/ {
		sub(/^ *Arguments: */, "")
		line = provider " " name
		k = split($0, operands, " ")
		for (i = 1; i <= k; i++) {
			sub(/@.*/, "", operands[i])
			line = line " " operands[i]
		}
		print line
	}'
}

# The folder of systemtap's headers: installed, or out of a package of Debian, $SYSTEMTAP_SDT_DEB or
# what apt-get download or apt-get install left in its cache.
find_systemtap()
{
	for header in /usr/include/sys/sdt.h /usr/include/*/sys/sdt.h; do
		[ -e "$header" ] && theirs=$(dirname "$(dirname "$header")") && return
	done
	for package in "$SYSTEMTAP_SDT_DEB" /var/cache/apt/archives/systemtap-sdt-dev_*.deb; do
		[ -e "$package" ] && has dpkg && dpkg -x "$package" systemtap || continue
		theirs=$(dirname "$(dirname "$(find "$work/systemtap" -name sdt.h)")")
		return
	done
	return 1
}
