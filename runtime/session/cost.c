/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What a hit costs depends on the instruction that a probe stands on: what the kernel does not
 * emulate the processor executes elsewhere, one step at a time, with one more trap. Measured in a
 * virtual machine that is 0.5 us against 10 us, and 1 against 2 without one. So -lv says it of each
 * site, and whoever enables many such sites is told. */
#include <fcntl.h>
#include <unistd.h>

#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/probe/arch.h"
#include "runtime/session/session_impl.h"

/* Fewer than these nobody notices. */
#define MANY_STEPPED 100

/* Providers that know their sites by notes do not look at what stands there. */
static enum arch_exec read_exec(const struct probe *p, const struct probe_site *site)
{
	auto_close int fd = open(p->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct arch_insn insn;
	uint8_t bytes[16];
	ssize_t n = fd < 0 ? 0 : pread(fd, bytes, sizeof(bytes), (off_t)site->offset);

	return n > 0 && arch_host()->decode(bytes, (size_t)n, &insn) ? insn.exec
								      : ARCH_EXEC_UNKNOWN;
}

static bool is_stepped(struct session *s, enum arch_exec exec)
{
	if (exec == ARCH_EXEC_NOP || exec == ARCH_EXEC_NOP5)
		return !kern_has(&s->caps, KERN_LONG_NOPS);
	return exec == ARCH_EXEC_STEPPED;
}

const char *session_cost_text(struct session *s, const struct probe *p,
			      const struct probe_site *site)
{
	enum arch_exec exec = site->exec ? site->exec : read_exec(p, site);

	if (exec == ARCH_EXEC_UNKNOWN)
		return "";
	if (exec == ARCH_EXEC_REFUSED)
		return " refused by the kernel";
	return is_stepped(s, exec) ? " single-stepped" : " emulated";
}

void session_tell_cost(struct session *s)
{
	uint32_t n = 0, n_stepped = 0;

	vec_each(plan, &s->compiled->plans) {
		vec_each(point, &plan->points) {
			if (point->probe->trigger != TRIGGER_SITE)
				continue;
			n++;
			n_stepped += is_stepped(s, point->probe->sites[point->site].exec);
		}
	}
	if (n_stepped < MANY_STEPPED)
		return;
	diag_warn(s->dg, NULL, D_ATTACH,
		  "%u of %u sites are single-stepped: a hit there costs 2 to 20 times as much",
		  n_stepped, n);
}
