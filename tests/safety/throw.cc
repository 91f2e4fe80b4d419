// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The Fasttrap authors

// Exceptions: whoever unwinds the stack must find the return addresses that calls have left there.

#include <stdexcept>
#include <string>
#include <vector>

#include "victim.h"

namespace
{

struct guard {
	explicit guard(int &n) : n(n) { n++; }
	~guard() { n--; }
	int &n;
};

__attribute__((noinline)) int go_down(int depth, int &n_open, unsigned int round)
{
	guard open(n_open);
	std::vector<std::string> words(3, std::string(depth + 1, 'x'));

	if (!depth)
		throw std::runtime_error(std::to_string(round));
	return go_down(depth - 1, n_open, round) + static_cast<int>(words[0].size());
}

__attribute__((noinline)) void pass_on(int &n_open, unsigned int round)
{
	try {
		go_down(12, n_open, round);
	} catch (const std::exception &) {
		guard open(n_open);

		throw;
	}
}

} // namespace

void throw_in_thread(unsigned int round)
{
	std::string what;
	int n_open = 0;

	try {
		pass_on(n_open, round);
	} catch (const std::exception &e) {
		what = e.what();
	}
	victim_claim(what == std::to_string(round), "an exception");
	victim_claim(n_open == 0, "what an exception unwinds");
}
