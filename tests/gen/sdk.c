/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Passes probes of <usdt.h> with every type of argument; compiled as C and as C++ for every
 * standard, with and without probes. The expected sizes stand in the probe's name: i4 is a signed
 * int, u8 an address. */
#include <usdt.h>

USDT_DECLARE_SEMA(shared_sema);
USDT_DEFINE_SEMA(shared_sema);

#define PROVIDER sdk

enum color { RED, GREEN };
enum level { LOW = -1, HIGH };
struct bits {
	unsigned int three : 3;
	int nine : 9;
};

int n_calls, global;

static int next(void)
{
	return ++n_calls;
}

static void integers(char c, signed char sc, unsigned char uc, const short s,
		     unsigned short us, int i, unsigned int u, long l, unsigned long ul)
{
	enum color color = RED;
	enum level level = LOW;

	USDT(sdk, i1_u1, sc, uc);
	USDT(sdk, i2_u2, s, us);
	USDT(sdk, i4_u4, i, u);
	USDT(sdk, i8_u8, l, ul);
	USDT(sdk, u4_i4, color, level);
	USDT(sdk, plain, c, i == 3);
	USDT(PROVIDER, expanded, i);
}

static void addresses(int i, const char *text, struct bits *bits)
{
	char array[4] = "abc";
	float single = 1.5f;
	double twice = 2.5;
	long double most = 3;

	USDT(sdk, u8_u8_u8, text, array, "literal");
	USDT(sdk, u8_u8, addresses, &global);
	USDT(sdk, u8, bits);
	USDT(sdk, u4_u8_u8, single, twice, most);
	USDT(sdk, bits, bits->three, bits->nine);
	USDT(sdk, none);
	USDT(sdk, all, i, 2, global, text, array, 6, global, i, 9, text, 11, twice);
}

static int semaphores(int i)
{
	if (USDT_SEMA_ENABLED(shared_sema))
		USDT_WITH_SEMA(shared_sema, sdk, shared0);
	else
		USDT_WITH_SEMA(shared_sema, sdk, shared2, i, next());
	if (!USDT_ENABLED(sdk, gated) && i)
		return USDT_ENABLED(sdk, other) ? 1 : (USDT(sdk, gated, next()), 0);
	return 1;
}

int main(void)
{
	struct bits bits = { 5, -3 };

	integers('a', -1, 200, 7, 40000, 3, 4, -5L, 6ul);
	addresses(3, "text", &bits);
#ifdef DTRACE_PROBES_DISABLED
	return semaphores(3) + n_calls;
#else
	return semaphores(3) + (n_calls != 2);
#endif
}
