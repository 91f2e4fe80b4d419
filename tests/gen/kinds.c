/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Passes the probes of kinds.d with all that a C or C++ program may hand over, and checks that each
 * argument is evaluated once. Compiled with every standard, also as C++, with or without probes. */
#include "kinds.h"

struct point {
	int x, y;
};
enum color { RED, GREEN, BLUE };
enum level { LOW = -1, HIGH };
struct bits {
	unsigned int three : 3;
	int nine : 9;
};

int global[4];
int n_calls;

static int next(void)
{
	return ++n_calls;
}

static int function(int a, char b)
{
	return a + b;
}

static int pass(int small, const char *text, struct point *p, const struct bits *bits)
{
	char array[16] = "array";
	const volatile short sure = 7;
	float single = 1.5f;
	double twice = 2.5;
	enum color color = BLUE;
	enum level level = LOW;
	static const char *const constant = "constant";

	KINDS_NONE();
	KINDS_INTS('a', -1, 200, sure, 40000, small, 5u, -1L, 6ul, small, small, small == 3);
	KINDS_INTS(bits->three, bits->nine, small, small, small, text, array, text, text, small,
		   single, twice);
	KINDS_NAMES(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
	KINDS_NAMES(small, small, small, small, small, small, small, small, sizeof(array), text,
		    sure, color);
	KINDS_POINTERS(array, text, 0, array, "literal", function, 0, p);
	KINDS_POINTERS(constant, &global[1], 0, text, constant, &function, 0, 0);
	KINDS_FLOATS(single, twice);
	KINDS_FLOATS(small, small);
	KINDS_ENUMS(color, level, color);
	KINDS_OTHERS(small, text, twice, color);
	KINDS_OTHERS(array, single, sure, "literal");
	KINDS_RECORD(*p, p[0]);
	KINDS_MANY(global[0], global[1], global[2], small, 4, 5, global[0], small, 8, global[3], 10,
		   small);
	if (small > 3)
		KINDS_NONE();
	else
		KINDS_FLOATS(next(), next());
	return KINDS_NONE_ENABLED() || KINDS_MANY_ENABLED() ? 1 : (KINDS_NONE(), 0);
}

int main(void)
{
	struct point points[2] = { { 1, 2 }, { 3, 4 } };
	struct bits bits = { 5, -3 };
	int status = pass(3, "text", points, &bits);

#ifdef DTRACE_PROBES_DISABLED
	return status + n_calls;
#else
	return status + (n_calls != 2);
#endif
}
