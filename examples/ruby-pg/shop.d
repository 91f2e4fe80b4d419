/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What the service tells about its requests. dtrace -h makes shop.h of it, and the types travel
 * with the module: args[0]->path needs nothing else. */
struct shop_request {
	int id;
	int backend;		/* the process of the server that works for this thread */
	int status;		/* 0 until it is known */
	const char *verb;
	const char *path;
};

provider shop {
	probe request__start(struct shop_request *request);
	probe request__done(struct shop_request *request);
};
