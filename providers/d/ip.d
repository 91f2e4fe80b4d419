/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Addresses of the net, for inet_ntop() and its kin. A library that comes with dtrace: it is read
 * when a program names something of it. */

inline int AF_UNIX = 1;
inline int AF_INET = 2;
inline int AF_INET6 = 10;

typedef struct in6_addr in6_addr_t;
