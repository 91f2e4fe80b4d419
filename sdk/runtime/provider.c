/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A provider's probes come in generations. One is open: probes are added to its second page, where
 * nobody counts. The commit makes an image of it and maps it over that very page, so that the
 * address of a probe is the same from the moment it is added, and one load tells whether it is
 * enabled. Then another generation is opened, when there is something to put there. */
#include <errno.h>
#include <pthread.h>
#include <search.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sdk/include/usdt_runtime.h"
#include "sdk/runtime/error.h"
#include "sdk/runtime/image.h"
#include "sdk/runtime/machine.h"
#include "sdk/runtime/mapping.h"
#include "sdk/runtime/names.h"
#include "sdk/runtime/signature.h"

struct generation {
	struct generation *next; /* older */
	struct usdt_mapping mapping;
	bool is_committed;
	size_t n;
	struct usdt_image_probe probes[]; /* usdt_image_capacity() */
};

struct usdt_provider {
	pthread_mutex_t lock;
	const struct usdt_machine *machine;
	size_t page_size, capacity;
	char name[USDT_MAX_NAME + 1], module[USDT_MAX_NAME + 1];
	struct generation *generations; /* the newest, which alone may have room */
	void *names;			/* of tsearch(): all probes, by name and function */
};

int usdt_provider_new(const char *name, const char *module, struct usdt_provider **out,
		      struct usdt_error *error)
{
	struct usdt_provider *provider = calloc(1, sizeof(*provider));
	int ret;

	if (!provider)
		return usdt_fail(error, -ENOMEM, "out of memory");
	ret = usdt_name_copy("provider", name, provider->name, sizeof(provider->name), error);
	if (ret == 0 && module)
		ret = usdt_label_check("module", module, ":/", USDT_MAX_NAME, error);
	if (ret < 0) {
		free(provider);
		return ret;
	}
	module = module && *module ? module : name;
	memcpy(provider->module, module, strlen(module) + 1);
	pthread_mutex_init(&provider->lock, NULL);
	provider->machine = usdt_machine_host();
	provider->page_size = (size_t)sysconf(_SC_PAGESIZE);
	provider->capacity = usdt_image_capacity(provider->page_size);
	*out = provider;
	return 0;
}

static int open_generation(struct usdt_provider *provider, struct generation **out)
{
	struct generation *generation = provider->generations;
	int ret;

	*out = generation;
	if (generation && !generation->is_committed && generation->n < provider->capacity)
		return 0;
	generation =
		calloc(1, sizeof(*generation) + provider->capacity * sizeof(*generation->probes));
	if (!generation)
		return -ENOMEM;
	ret = usdt_mapping_reserve(provider->page_size, &generation->mapping);
	if (ret < 0) {
		free(generation);
		return ret;
	}
	generation->next = provider->generations;
	provider->generations = generation;
	*out = generation;
	return 0;
}

static struct usdt_probe *probe_at(const struct generation *generation, size_t index)
{
	return (struct usdt_probe *)(void *)(generation->mapping.base +
					     generation->mapping.page_size) +
	       index;
}

static void free_texts(struct usdt_image_probe *probe)
{
	free(probe->function);
	free(probe->name);
	free(probe->args);
	free(probe->types);
}

static int compare_probes(const void *a, const void *b)
{
	const struct usdt_image_probe *x = a, *y = b;
	const int ret = strcmp(x->name, y->name);

	return ret ? ret : strcmp(x->function, y->function);
}

/* The texts are checked. */
static int add(struct usdt_provider *provider, const struct usdt_image_probe *texts,
	       struct usdt_probe **out)
{
	struct generation *generation;
	struct usdt_image_probe copy = { 0 };
	int ret = open_generation(provider, &generation);

	if (ret < 0)
		return ret;
	copy.function = strdup(texts->function);
	copy.name = strdup(texts->name);
	copy.args = strdup(texts->args);
	copy.types = strdup(texts->types);
	copy.n_args = texts->n_args;
	generation->probes[generation->n] = copy;
	if (!copy.function || !copy.name || !copy.args || !copy.types ||
	    !tsearch(&generation->probes[generation->n], &provider->names, compare_probes)) {
		free_texts(&copy);
		return -ENOMEM;
	}
	*out = probe_at(generation, generation->n++);
	**out = usdt_image_probe(provider->page_size, copy.n_args);
	return 0;
}

static int add_new(struct usdt_provider *provider, const struct usdt_image_probe *texts,
		   struct usdt_probe **out, struct usdt_error *error)
{
	int ret;

	if (tfind(texts, &provider->names, compare_probes))
		return usdt_fail(error, -EEXIST, "provider %s has a probe %s in function \"%s\"",
				 provider->name, texts->name, texts->function);
	ret = add(provider, texts, out);
	return ret < 0 ? usdt_fail(error, ret, "no memory for another probe: %s", strerror(-ret))
		       : 0;
}

int usdt_provider_add(struct usdt_provider *provider, const char *function, const char *name,
		      const char *signature, struct usdt_probe **out, struct usdt_error *error)
{
	char name_copy[USDT_MAX_NAME + 1], no_function[] = "";
	struct usdt_signature parsed;
	struct usdt_image_probe texts = { no_function, name_copy, parsed.args, parsed.types, 0 };
	int ret = usdt_name_copy("probe", name, name_copy, sizeof(name_copy), error);

	if (ret == 0 && function)
		ret = usdt_label_check("function", function, ":", USDT_MAX_FUNCTION, error);
	if (ret == 0)
		ret = usdt_signature_parse(provider->machine, signature ? signature : "", &parsed,
					   error);
	if (ret < 0)
		return ret;
	texts.n_args = (unsigned int)ret;
	if (function)
		texts.function = (char *)(uintptr_t)function;
	pthread_mutex_lock(&provider->lock);
	ret = add_new(provider, &texts, out, error);
	pthread_mutex_unlock(&provider->lock);
	return ret;
}

static int commit_generation(const struct usdt_provider *provider, struct generation *generation)
{
	struct usdt_image image;
	int ret = usdt_image_build(provider->machine, provider->page_size, provider->name,
				   generation->probes, generation->n, &image);

	if (ret < 0)
		return ret;
	ret = usdt_mapping_fill(&generation->mapping, provider->module, &image);
	free(image.bytes);
	generation->is_committed = ret == 0;
	return ret;
}

static int commit(struct usdt_provider *provider, struct usdt_error *error)
{
	for (struct generation *g = provider->generations; g; g = g->next) {
		const int ret = g->is_committed || !g->n ? 0 : commit_generation(provider, g);

		if (ret < 0)
			return usdt_fail(error, ret, "the probes of %s cannot be mapped: %s",
					 provider->name, strerror(-ret));
	}
	return 0;
}

int usdt_provider_commit(struct usdt_provider *provider, struct usdt_error *error)
{
	int ret;

	if (!provider->machine->elf_machine)
		return usdt_fail(error, -ENOTSUP, "no run-time probes on this machine");
	pthread_mutex_lock(&provider->lock);
	ret = commit(provider, error);
	pthread_mutex_unlock(&provider->lock);
	return ret;
}

static bool is_watched(const struct generation *generation)
{
	for (size_t i = 0; i < generation->n; i++)
		if (USDT_PROBE_ENABLED(probe_at(generation, i)))
			return true;
	return false;
}

/* Debuggers and tools for old kernels write to the addresses of what they watch, counter and code,
 * once more when they are done. */
static void free_generation(struct generation *generation)
{
	if (is_watched(generation))
		usdt_mapping_close(&generation->mapping);
	else
		usdt_mapping_release(&generation->mapping);
	for (size_t i = 0; i < generation->n; i++)
		free_texts(&generation->probes[i]);
	free(generation);
}

/* The generations own what the names lead to. */
static void keep(void *probe)
{
	(void)probe;
}

void usdt_provider_free(struct usdt_provider *provider)
{
	struct generation *next;

	if (!provider)
		return;
	tdestroy(provider->names, keep);
	for (struct generation *g = provider->generations; g; g = next) {
		next = g->next;
		free_generation(g);
	}
	pthread_mutex_destroy(&provider->lock);
	free(provider);
}
