/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The probes of shop.d for the service in Ruby:
 *
 *	require "request"
 *	status = Request.traced(id, backend, "GET", "/products/1") { 200 }
 *
 * calls the block between request-start and request-done. If it raises, the status is 500. */
#include <ruby.h>

#include "examples/ruby-pg/shop.h"

struct shop_request {
	int id;
	int backend;
	int status;
	const char *verb;
	const char *path;
};

void Init_request(void);

static VALUE done(VALUE arg)
{
	struct shop_request *request = (struct shop_request *)arg;

	SHOP_REQUEST_DONE(request);
	return Qnil;
}

static VALUE answer(VALUE arg)
{
	struct shop_request *request = (struct shop_request *)arg;
	VALUE status = rb_yield(Qnil);

	request->status = NUM2INT(status);
	return status;
}

/* Request.traced(id, backend, verb, path) { status } */
static VALUE traced(VALUE self, VALUE id, VALUE backend, VALUE verb, VALUE path)
{
	struct shop_request request = {
		.id = NUM2INT(id),
		.backend = NUM2INT(backend),
		.status = 500,
		.verb = StringValueCStr(verb),
		.path = StringValueCStr(path),
	};

	(void)self;
	SHOP_REQUEST_START(&request);
	return rb_ensure(answer, (VALUE)&request, done, (VALUE)&request);
}

void Init_request(void)
{
	rb_define_singleton_method(rb_define_module("Request"), "traced", traced, 4);
}
