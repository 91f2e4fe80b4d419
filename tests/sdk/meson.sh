#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# A project that is built by Meson, with the snippet that is installed.
. "${top_srcdir:-.}/tests/sdk/lib.sh"
need meson ninja pkg-config readelf
install_here

cp "$shop"/* .
mkdir dtrace
cp "$(find "$prefix" -name meson.build)" dtrace
cat >meson.build <<'EOF'
project('shop', 'c')
subdir('dtrace')
executable('shop', 'main.c', dtrace_header.process('shop.d'),
	   dependencies: dtrace_dep, c_args: '-DWITH_SDK')
EOF

# pkg-config puts the folder before the names that the installation has.
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name fasttrap.pc)")
PKG_CONFIG_SYSROOT_DIR=$work/root
export PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR

try 'it is configured' meson setup out
try 'it is built' ninja -C out
try 'the program has its probe' works out/shop
check 'and one of usdt.h' 'readelf -n out/shop | grep -q "Name: closed"'
finish
