# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# What the tests of builds share: Fasttrap is installed in a folder, and a project beside it uses
# what stands there.

. "${top_srcdir:?}/tests/gen/lib.sh"
shop=$(cd "$top_srcdir/tests/sdk/shop" && pwd)

# Ends the test if a program is missing.
need() # programs
{
	for program; do
		has "$program" || {
			echo "1..0 # SKIP $program is missing"
			exit 77
		}
	done
}

# To $work/root; the names below it are those of the configuration.
install_here()
{
	unset MAKEFLAGS MFLAGS MAKELEVEL FASTTRAP_DATADIR
	make -C "$top_builddir" install DESTDIR="$work/root" >install.log 2>&1 || {
		echo "Bail out! make install failed: $(tail -n 1 install.log)"
		exit 1
	}
	tool=$(find "$work/root" -type f -name dtrace-gen -path '*/bin/*')
	prefix=${tool%/bin/dtrace-gen}
	PATH=$prefix/bin:$PATH
	export PATH
}

# The program runs, and its note has the probe with its arguments.
works() # program
{
	test "$("$1")" = done && notes "$1" | grep -qx 'shop order__placed -4 8'
}
