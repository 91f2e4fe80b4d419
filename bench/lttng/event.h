/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Tracepoints of LTTng-UST in the shape of the probes they stand beside: none to six arguments, and
 * the record of two numbers. LTTng's headers read this several times over. */
#undef LTTNG_UST_TRACEPOINT_PROVIDER
#define LTTNG_UST_TRACEPOINT_PROVIDER bench

#undef LTTNG_UST_TRACEPOINT_INCLUDE
#define LTTNG_UST_TRACEPOINT_INCLUDE "event.h"

#if !defined(BENCH_EVENT_H) || defined(LTTNG_UST_TRACEPOINT_HEADER_MULTI_READ)
#define BENCH_EVENT_H

#include <lttng/tracepoint.h>

LTTNG_UST_TRACEPOINT_EVENT(bench, probe0, LTTNG_UST_TP_ARGS(), LTTNG_UST_TP_FIELDS())

LTTNG_UST_TRACEPOINT_EVENT(bench, probe1, LTTNG_UST_TP_ARGS(int, a),
	LTTNG_UST_TP_FIELDS(lttng_ust_field_integer(int, a, a)))

LTTNG_UST_TRACEPOINT_EVENT(bench, probe3, LTTNG_UST_TP_ARGS(int, a, long, b, char *, c),
	LTTNG_UST_TP_FIELDS(lttng_ust_field_integer(int, a, a)
		lttng_ust_field_integer(long, b, b)
		lttng_ust_field_string(c, c)))

LTTNG_UST_TRACEPOINT_EVENT(bench, probe6,
	LTTNG_UST_TP_ARGS(int, a, long, b, char *, c, short, d, unsigned int, e, long, f),
	LTTNG_UST_TP_FIELDS(lttng_ust_field_integer(int, a, a)
		lttng_ust_field_integer(long, b, b)
		lttng_ust_field_string(c, c)
		lttng_ust_field_integer(short, d, d)
		lttng_ust_field_integer(unsigned int, e, e)
		lttng_ust_field_integer(long, f, f)))

LTTNG_UST_TRACEPOINT_EVENT(bench, record,
			   LTTNG_UST_TP_ARGS(unsigned long, key, unsigned long, value),
			   LTTNG_UST_TP_FIELDS(lttng_ust_field_integer(unsigned long, key, key)
						       lttng_ust_field_integer(unsigned long, value,
									       value)))

#endif

#include <lttng/tracepoint-event.h>
