/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Clocks: profile-N fires on every CPU and sees what runs there; tick-N fires in one place, by the
 * consumer's own clock, as a CPU's clock stands still while the CPU idles. N is a rate in hertz, or
 * with a unit an interval: profile-997, tick-1s, tick-10ms. Any N is a probe as soon as somebody
 * writes it; a listing shows the customary ones. */

#include "providers/providers.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "runtime/base/diag.h"
#include "runtime/base/glob.h"
#include "runtime/base/str.h"
#include "runtime/base/units.h"
#include "runtime/kern/link.h"

#define SECOND UINT64_C(1000000000)

/* The shortest interval: beyond it a machine would do little else. */
#define MIN_INTERVAL (SECOND / 10000)

/* arg0 is the program counter if in the kernel, arg1 if in user land; the other one is 0. */
static const struct argloc sample_args[] = {
	{ .kind = ARGLOC_SAMPLE_PC, .size = 8, .value = 0 },
	{ .kind = ARGLOC_SAMPLE_PC, .size = 8, .value = 1 },
};

/* Nobody is interrupted by the consumer's clock. */
static const struct argloc timer_args[] = {
	{ .kind = ARGLOC_CONST, .size = 8 },
	{ .kind = ARGLOC_CONST, .size = 8 },
};

static const struct kind {
	const char *prefix;
	enum probe_trigger trigger;
	const struct argloc *args;
	uint16_t rates[8]; /* what a listing shows; ends with 0 */
} kinds[] = {
	{ "profile-", TRIGGER_SAMPLE, sample_args, { 97, 199, 499, 997, 1999, 4001, 4999, 0 } },
	{ "tick-", TRIGGER_TIMER, timer_args, { 1, 10, 100, 500, 1000, 5000, 0 } },
};

static const struct probe_attr attrs[] = {
	{ "Evolving", "Evolving", "Common" },  /* provider */
	{ "Unstable", "Unstable", "Unknown" }, /* module */
	{ "Private", "Private", "Unknown" },   /* function */
	{ "Evolving", "Evolving", "Common" },  /* name */
	{ "Evolving", "Evolving", "Common" },  /* arguments */
};

/* The kind that a name begins like, and where its number begins. NULL: none, no digit follows. */
static const struct kind *kind_of(const char *name, const char **number)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t len = strlen(kinds[i].prefix);

		if (strncmp(name, kinds[i].prefix, len) == 0 && isdigit((unsigned char)name[len])) {
			*number = name + len;
			return &kinds[i];
		}
	}
	return NULL;
}

/* "10ms" -> 10000000. Negative: told. */
static int parse_interval(const struct probe_desc *desc, const char *text, struct diag *dg,
			  uint64_t *out)
{
	const struct unit *unit;
	uint64_t n = 0;
	bool is_huge = false;

	for (; isdigit((unsigned char)*text); text++)
		is_huge |= __builtin_mul_overflow(n, (uint64_t)10, &n) ||
			   __builtin_add_overflow(n, (uint64_t)(*text - '0'), &n);
	unit = unit_of_time(*text ? text : "hz");
	if (!unit) {
		diag_error(dg, &desc->loc, D_PDESC_INVAL, "%s: \"%s\" is not a unit of time",
			   desc->name, text);
		diag_hint(dg, "units are hz (none means that), ns, us, ms, s, m, h and d");
		return -EINVAL;
	}
	if (is_huge || n > INT64_MAX || unit_scale(unit, n) == INT64_MAX)
		return diag_error(dg, &desc->loc, D_PDESC_INVAL, "%s: the number is too large",
				  desc->name);
	if (n == 0)
		return diag_error(dg, &desc->loc, D_PDESC_INVAL, "%s would never fire: N is 0",
				  desc->name);
	*out = (uint64_t)unit_scale(unit, n);
	if (*out < MIN_INTERVAL)
		return diag_error(dg, &desc->loc, D_PDESC_INVAL,
				  "%s: 10000 times a second (100us) is the fastest", desc->name);
	return 0;
}

static bool profile_claims(const struct probe_desc *desc)
{
	int pid;

	return probe_desc_wants_provider(desc, profile_provider.name, &pid) && pid == 0;
}

static void add(struct probe_list *out, const struct kind *kind, const char *name,
		uint64_t interval)
{
	bool is_new;
	struct probe *probe =
		probe_list_add(out, &profile_provider, "profile", 0, NULL, "", "", name, &is_new);

	probe->trigger = kind->trigger;
	probe->interval = interval;
	probe->common_args = kind->args;
	probe->n_common_args = 2;
	probe->attrs = attrs;
}

static void add_customary(const struct kind *kind, const struct probe_desc *desc,
			  struct probe_list *out)
{
	auto_str struct str name = { 0 };

	for (const uint16_t *rate = kind->rates; *rate; rate++) {
		str_clear(&name);
		str_printf(&name, "%s%u", kind->prefix, *rate);
		if (probe_desc_matches(desc, "", "", name.data))
			add(out, kind, name.data, SECOND / *rate);
	}
}

static int profile_find(const struct search *search, const struct probe_desc *desc,
			struct probe_list *out, struct diag *dg)
{
	const struct kind *kind;
	const char *number;
	uint64_t interval = 0;
	int ret;

	(void)search;
	if (!glob_is_pattern(desc->name) && *desc->name) {
		kind = kind_of(desc->name, &number);
		if (!kind || !probe_desc_matches(desc, "", "", desc->name))
			return 0;
		ret = parse_interval(desc, number, dg, &interval);
		if (ret == 0)
			add(out, kind, desc->name, interval);
		return ret;
	}
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		add_customary(&kinds[i], desc, out);
	return 0;
}

/* The consumer's clock needs no link: such points count as attached. */
static int profile_attach(struct kern_caps *caps, int prog_fd, const struct attach_point *points,
			  uint32_t n, struct kern_links *links, struct diag *dg)
{
	int n_attached = 0, error = 0, ret;

	(void)caps;
	for (uint32_t i = 0; i < n; i++) {
		ret = 0;
		if (points[i].probe->trigger == TRIGGER_SAMPLE)
			ret = kern_link_sample(links, prog_fd, points[i].probe->interval,
					       points[i].cookie, dg);
		if (ret < 0)
			error = ret;
		else
			n_attached++;
	}
	return n_attached || !error ? n_attached : error;
}

const struct provider profile_provider = {
	.name = "profile",
	.doc = "Clocks. profile-N fires N times a second on every CPU, with the interrupted "
	       "program counter in arg0 (kernel) or arg1 (user land); tick-N fires in one place. "
	       "With a unit (ns, us, ms, s, m, h, d) N is the time from one firing to the next.",
	.claims = profile_claims,
	.find = profile_find,
	.attach = profile_attach,
};
