#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# The first process of the emulated machine: runs the tests and tells of them on the second serial
# line; the first one is the kernel's. Each test stands between a line "test NAME" and one "status
# N".
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
HOME=/tmp
top_srcdir=@top_srcdir@
top_builddir=@top_builddir@
FASTTRAP_DATADIR=$top_builddir/share/fasttrap
CMOCKA_MESSAGE_OUTPUT=TAP
PROGRAMS_LOADED=1000
LIVE_LIMIT=300
export PATH HOME top_srcdir top_builddir FASTTRAP_DATADIR CMOCKA_MESSAGE_OUTPUT PROGRAMS_LOADED
export LIVE_LIMIT

mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
mount -t tracefs tracing /sys/kernel/tracing
ln -s /proc/self/fd /dev/fd
cd "$top_builddir" || exit 1

exec >/dev/ttyS1 2>&1 </dev/null
stty -onlcr -F /dev/ttyS1
echo "kernel $(uname -r)"
while read -r test; do
	echo "test $test"
	case $test in
	*.sh)
		timeout -k 5 1500 sh "$top_srcdir/$test"
		;;
	*)
		timeout -k 5 600 "./$test"
		;;
	esac
	echo "status $?"
done </tests
echo "done"
sync
echo b >/proc/sysrq-trigger
sleep 10
