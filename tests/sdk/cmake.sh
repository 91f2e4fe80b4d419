#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# A project that is built by CMake, with the module that is installed.
. "${top_srcdir:-.}/tests/sdk/lib.sh"
need cmake make readelf
install_here

cp "$shop"/* .
cat >CMakeLists.txt <<'EOF'
cmake_minimum_required(VERSION 3.13)
project(shop C)
find_package(Fasttrap REQUIRED)

add_executable(shop main.c)
target_compile_definitions(shop PRIVATE WITH_SDK)
target_link_libraries(shop PRIVATE Fasttrap::usdt)
dtrace_provider(shop shop.d)

add_subdirectory(calls)
EOF
mkdir calls
cat >calls/CMakeLists.txt <<'EOF'
add_library(parts OBJECT ../main.c)
add_executable(calls)
dtrace_provider(calls ../shop.d CALLS parts)
EOF

for generator in 'Unix Makefiles' Ninja; do
	if [ "$generator" = Ninja ] && ! has ninja; then
		skip "$generator" 'ninja is missing'
		continue
	fi
	rm -rf out
	try "$generator: it is configured" cmake -G "$generator" -S . -B out \
		-DCMAKE_PREFIX_PATH="$prefix"
	try "$generator: it is built" cmake --build out
	try "$generator: the program has its probe" works out/shop
	check "$generator: and one of usdt.h" 'readelf -n out/shop | grep -q "Name: closed"'
	case $(uname -m) in
	x86_64 | aarch64)
		try "$generator: the call style" works out/calls/calls
		;;
	*)
		skip "$generator: the call style" 'not on this machine'
		;;
	esac
	check "$generator: a new definition makes a new header" '
		sleep 1; sed "s/int id/short id/" shop.d >new.d && cp new.d shop.d &&
		cmake --build out && readelf -n out/shop | grep -q "Arguments: -2@"'
	cp "$shop/shop.d" .
done

check 'without Fasttrap it says so' '
	mkdir lone && cp main.c shop.d CMakeLists.txt lone && cp -r calls lone
	cd lone && ! env PATH=/usr/bin:/bin cmake -S . -B out >log 2>&1 &&
		grep -q -i fasttrap log'
finish
