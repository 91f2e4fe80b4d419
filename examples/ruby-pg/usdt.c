/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A module that gives Ruby probes of its own, made while the program runs:
 *
 *	require "usdt"
 *	shop = Usdt.new("shop", "shop.rb")
 *	missed = shop.add("Store#product", "product-missed", "i32,str")
 *	shop.commit
 *
 *	missed.fire(42, "GET /products/42")
 *	missed.fire { [42, request.describe] }
 *	missed.enabled?
 *
 * A block is called only while somebody watches. For str, what to_s makes of the value is handed
 * over; f32 and f64 take its to_f; of all else nil and false are 0, true is 1, and a number is
 * itself. A failure is a RuntimeError. A probe keeps its provider alive. */
#include <string.h>

#include <ruby.h>

#include "sdk/include/usdt_runtime.h"

void Init_usdt(void);

/* Its instance variable is the provider. The kind of an argument is the first letter of its type,
 * but for f32 and f64, which are 3 and 6. */
struct probe {
	struct usdt_probe *handle;
	char kinds[USDT_MAX_ARGS];
	int n_args;
};

static void free_provider(void *provider)
{
	usdt_provider_free(provider);
}

static const rb_data_type_t provider_type = {
	.wrap_struct_name = "Usdt",
	.function = { .dfree = free_provider },
};

static const rb_data_type_t probe_type = {
	.wrap_struct_name = "Usdt::Probe",
	.function = { .dfree = RUBY_DEFAULT_FREE },
};

static VALUE provider_alloc(VALUE class)
{
	return TypedData_Wrap_Struct(class, &provider_type, NULL);
}

static void fail(const struct usdt_error *error)
{
	rb_raise(rb_eRuntimeError, "%s", error->text);
}

/* Usdt.new(name [, module]) */
static VALUE provider_new(int argc, VALUE *argv, VALUE self)
{
	struct usdt_provider *provider;
	struct usdt_error error;
	const char *module;

	rb_check_arity(argc, 1, 2);
	module = argc > 1 ? StringValueCStr(argv[1]) : NULL;
	if (usdt_provider_new(StringValueCStr(argv[0]), module, &provider, &error) < 0)
		fail(&error);
	DATA_PTR(self) = provider;
	return self;
}

static struct usdt_provider *get_provider(VALUE self)
{
	struct usdt_provider *provider = rb_check_typeddata(self, &provider_type);

	if (!provider)
		rb_raise(rb_eRuntimeError, "the provider was never made");
	return provider;
}

/* The signature is right: the library has taken it. */
static void set_kinds(struct probe *probe, const char *signature)
{
	while (*(signature += strspn(signature, " ,"))) {
		probe->kinds[probe->n_args++] = *signature == 'f' ? signature[1] : *signature;
		signature += strcspn(signature, " ,");
	}
}

/* provider.add(function, name [, signature]): a probe */
static VALUE provider_add(int argc, VALUE *argv, VALUE self)
{
	struct usdt_provider *provider = get_provider(self);
	const char *function, *types;
	struct usdt_error error;
	struct probe *probe;
	VALUE result;

	rb_check_arity(argc, 2, 3);
	function = NIL_P(argv[0]) ? NULL : StringValueCStr(argv[0]);
	types = argc > 2 ? StringValueCStr(argv[2]) : "";
	result = TypedData_Make_Struct(rb_const_get(CLASS_OF(self), rb_intern("Probe")),
				       struct probe, &probe_type, probe);
	if (usdt_provider_add(provider, function, StringValueCStr(argv[1]), types, &probe->handle,
			      &error) < 0)
		fail(&error);
	set_kinds(probe, types);
	rb_ivar_set(result, rb_intern("provider"), self);
	return result;
}

/* provider.commit */
static VALUE provider_commit(VALUE self)
{
	struct usdt_error error;

	if (usdt_provider_commit(get_provider(self), &error) < 0)
		fail(&error);
	return self;
}

static const struct probe *get_probe(VALUE self)
{
	return rb_check_typeddata(self, &probe_type);
}

static uint64_t bits_of(char kind, VALUE *value)
{
	if (kind == 's') {
		*value = rb_obj_as_string(*value);
		return usdt_arg_pointer(StringValueCStr(*value));
	}
	if (kind == '3')
		return usdt_arg_float((float)NUM2DBL(rb_Float(*value)));
	if (kind == '6')
		return usdt_arg_double(NUM2DBL(rb_Float(*value)));
	if (!RTEST(*value) || *value == Qtrue)
		return RTEST(*value);
	return kind == 'i' ? (uint64_t)NUM2LL(*value) : NUM2ULL(*value);
}

/* probe.fire(...) or probe.fire { [...] }. The texts are kept until the probe is passed. */
static VALUE probe_fire(int argc, VALUE *argv, VALUE self)
{
	const struct probe *probe = get_probe(self);
	uint64_t args[USDT_MAX_ARGS] = { 0 };
	VALUE values[USDT_MAX_ARGS] = { 0 };
	VALUE list;

	if (!USDT_PROBE_ENABLED(probe->handle))
		return Qnil;
	list = rb_block_given_p() ? rb_Array(rb_yield(Qnil)) : rb_ary_new_from_values(argc, argv);
	for (int i = 0; i < probe->n_args; i++) {
		values[i] = rb_ary_entry(list, i);
		args[i] = bits_of(probe->kinds[i], &values[i]);
	}
	usdt_probe_fire(probe->handle, args, USDT_MAX_ARGS);
	for (int i = 0; i < probe->n_args; i++)
		RB_GC_GUARD(values[i]);
	return Qnil;
}

/* probe.enabled? */
static VALUE probe_enabled(VALUE self)
{
	return USDT_PROBE_ENABLED(get_probe(self)->handle) ? Qtrue : Qfalse;
}

void Init_usdt(void)
{
	VALUE provider = rb_define_class("Usdt", rb_cObject);
	VALUE probe = rb_define_class_under(provider, "Probe", rb_cObject);

	rb_define_alloc_func(provider, provider_alloc);
	rb_define_method(provider, "initialize", provider_new, -1);
	rb_define_method(provider, "add", provider_add, -1);
	rb_define_method(provider, "commit", provider_commit, 0);
	rb_undef_alloc_func(probe);
	rb_define_method(probe, "fire", probe_fire, -1);
	rb_define_method(probe, "enabled?", probe_enabled, 0);
}
