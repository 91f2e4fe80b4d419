/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Static probes that a program makes while it runs: for language runtimes, whose functions and
 * modules no compiler has seen. cc ... $(pkg-config --cflags --libs fasttrap-sdk)
 *
 *	#include <usdt_runtime.h>
 *
 *	struct usdt_provider *shop;
 *	struct usdt_probe *placed;
 *	struct usdt_error error;
 *
 *	if (usdt_provider_new("shop", "orders.lua", &shop, &error) < 0 ||
 *	    usdt_provider_add(shop, "checkout", "order-placed", "i32,str", &placed, &error) < 0 ||
 *	    usdt_provider_commit(shop, &error) < 0)
 *		fprintf(stderr, "no probes: %s\n", error.text);
 *	...
 *	if (USDT_PROBE_ENABLED(placed)) {
 *		const uint64_t args[] = { (uint64_t)id, usdt_arg_pointer(customer) };
 *
 *		usdt_probe_fire(placed, args, 2);
 *	}
 *
 *	$ dtrace -p PID -n 'shop*:orders.lua:checkout:order-placed { trace(copyinstr(arg1)); }'
 *	$ bpftrace -p PID -e 'usdt::shop:order__placed { printf("%s\n", str(arg1)); }'
 *
 * A commit writes the probes added since the last one to a small ELF file in memory (a sealed
 * memfd), which holds a function of one nop for each and says in notes what it is called and where
 * its arguments are. The file is mapped as a library would be, so that tools that trace programs
 * find the probes there, in the process that made them and in those that it forks. No directory has
 * a name for it, and nothing is left of it when the process ends, however it does. A commit costs
 * two pages of memory and a descriptor (close-on-exec, and to be left open: some tools come in by
 * it), and the same again for each several hundred probes: so commit many at once, and later those
 * that came up since. Tools that are tracing already see new probes when they are started again.
 *
 * Errors. Functions that can fail return 0 or a negative errno, and a text for people in *error,
 * which may be NULL. Nothing has changed then, except as told below. Where the machine or the
 * system allows no such probes, all works but the commit: probes that are not committed can be
 * asked for and fired, and are just never enabled. A program can so go on as if nothing was wrong.
 *
 * Threads. Any function may be called by any thread at any time, but for usdt_provider_free() and
 * what follows it. Adding and committing take a lock of the provider; firing takes none.
 *
 * Fork. The child has the same providers and probes, enabled as they are for the parent; each may
 * add, commit and free on its own. A child of a program with several threads, one of which is
 * just adding or committing at the fork, leaves that provider alone. After exec they are gone.
 *
 * x86-64 and AArch64, Linux. C99 and later, C++11 and later. */
#ifndef USDT_RUNTIME_H
#define USDT_RUNTIME_H

#include <stdint.h>

#include "usdt_note.h"

#ifdef __cplusplus
extern "C" {
#endif

struct usdt_provider;
struct usdt_probe;

#define USDT_ERROR_SIZE 192

struct usdt_error {
	char text[USDT_ERROR_SIZE];
};

/* A provider, to be freed by usdt_provider_free(). The name is an identifier, in which '-' may
 * stand; several providers may have the same. The module is what tools show as the file of the
 * probes: any text without spaces, ':' and '/'; NULL: as the provider. Both are up to 63 characters
 * and are copied. -EINVAL or -ENAMETOOLONG for a name that cannot be; -ENOMEM. */
int usdt_provider_new(const char *name, const char *module, struct usdt_provider **out,
		      struct usdt_error *error);

/* Another probe, which tools see after the next commit. The function is shown as the place of the
 * probe: any text without spaces and ':', up to 255 characters; NULL: none. The name is an
 * identifier, where "__" and '-' are the same. The signature has a type for each argument, up to
 * 12, separated by commas; NULL or "" if there are none:
 *
 *	i8 i16 i32 i64	integers with a sign
 *	u8 u16 u32 u64	without
 *	ptr		an address
 *	str		the address of a string that ends in NUL
 *	f32 f64		float and double, by their bits: usdt_arg_float(), usdt_arg_double()
 *
 * All texts are copied. The probe belongs to the provider. -EEXIST if it has this probe in this
 * function; -EINVAL, -ENAMETOOLONG or -E2BIG for texts that cannot be; -ENOMEM. */
int usdt_provider_add(struct usdt_provider *provider, const char *function, const char *name,
		      const char *signature, struct usdt_probe **out, struct usdt_error *error);

/* Makes visible what was added. None is no error. After a failure some of several hundred probes
 * may be visible; another commit tries the others again. -ENOTSUP on a machine that is not known
 * here, -EMFILE, -ENOMEM, or what the system says that allows no executable files in memory (those
 * of /tmp and other places are tried then). */
int usdt_provider_commit(struct usdt_provider *provider, struct usdt_error *error);

/* Frees the provider and its probes, which no thread may use from here on; NULL is allowed. They
 * may be traced: those who trace them see no more hits and can end at any time. What is
 * watched at this moment stays mapped until the program ends, since tools may write there when
 * they end; all else is unmapped, and other memory may come to lie there. */
void usdt_provider_free(struct usdt_provider *provider);

/* Is somebody watching? One load: a probe begins with a 16-bit count of those who do, kept by the
 * kernel. The function is for languages without macros. */
#define USDT_PROBE_ENABLED(probe)                                                                  \
	(__builtin_expect(*(const volatile uint16_t *)(const void *)(probe) != 0, 0))
int usdt_probe_enabled(const struct usdt_probe *probe);

/* Passes the probe with n arguments, each in 64 bits whatever its type. Nothing happens if nobody
 * watches. Arguments that are missing are 0, and those above the signature's number are not seen.
 * The array and what it points to is read before the function returns, and not later. */
void usdt_probe_fire(const struct usdt_probe *probe, const uint64_t *args, unsigned int n);

/* Computes the arguments only if somebody watches. The callback gets ctx and room for all, and
 * returns how many it has filled in, or a negative number: then the probe is not passed. */
typedef int usdt_compute_fn(void *ctx, uint64_t args[USDT_MAX_ARGS]);
void usdt_probe_fire_lazy(const struct usdt_probe *probe, usdt_compute_fn *compute, void *ctx);

/* What is no integer, as an argument. */
static inline uint64_t usdt_arg_pointer(const void *pointer)
{
	return (uintptr_t)pointer;
}

static inline uint64_t usdt_arg_float(float value)
{
	union {
		float value;
		uint32_t bits;
	} u;

	u.value = value;
	return u.bits;
}

static inline uint64_t usdt_arg_double(double value)
{
	union {
		double value;
		uint64_t bits;
	} u;

	u.value = value;
	return u.bits;
}

#ifdef __cplusplus
}
#endif

#endif
