# shellcheck shell=sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Ruby 3.1: a part of tests/apps/apps.sh. The interpreter is run where it was built.

build_ruby() # ours|theirs
{
	tree=$dir/ruby-$1
	unpack ruby3.1 "$tree" && cd "$tree" || return
	[ -x configure ] || ./autogen.sh || return
	[ -e Makefile ] || ./configure --enable-dtrace --disable-install-doc --disable-shared \
		DTRACE="$dir/$1/dtrace" CPPFLAGS="-I$(include_of "$1")" \
		CFLAGS='-O2 -g0' || return
	make -j"$jobs" ruby
}

run_ruby()
{
	cd "$dir/ruby-ours" && ./ruby --disable=gems -e "$1"
}

check_ruby()
{
	step "Ruby with ours" build_ruby ours
	step "Ruby with systemtap's" build_ruby theirs
	compare ruby "$dir/ruby-ours/ruby" "$dir/ruby-theirs/ruby" 22
	is "ruby: it runs" "$(run_ruby 'print 41 + 1')" 42
	echo '9.times { 4.gcd(2) }' >"$dir/shop.rb"
	is "ruby: dtrace" "$(cd "$dir/ruby-ours" && timeout 60 "$build/bin/dtrace" -q \
		-c "./ruby --disable=gems $dir/shop.rb" -n 'ruby$target:::cmethod-entry
		/copyinstr(arg1) == "gcd"/ { @[copyinstr(arg0)] = count(); }' 2>&1 |
		awk 'NF { print $1, $2 }')" "Integer 9"
	if command -v bpftrace >/dev/null; then
		is "ruby: bpftrace" "$(cd "$dir/ruby-ours" && timeout 60 bpftrace \
			-c "./ruby --disable=gems $dir/shop.rb" \
			-e 'usdt:./ruby:ruby:cmethod__entry /str(arg1) == "gcd"/ {
				@[str(arg0)] = count(); }' 2>/dev/null |
			awk '/^@/ { print $2 }')" 9
	fi
}
