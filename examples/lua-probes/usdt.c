/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A module that gives Lua probes of its own:
 *
 *	local usdt = require "usdt"
 *	local shop = usdt.provider("shop", "shop.lua")
 *	local placed = shop:add("checkout", "order-placed", "i32,str")
 *	shop:commit()
 *
 *	placed:fire(42, "ada")
 *	placed:fire(function() return 42, customer:describe() end)
 *	if placed:enabled() then ... end
 *
 * Where a function is given, it is called only while somebody watches. A number is handed over as
 * an integer, or by the bits of a float if the signature says f32 or f64; for str, what tostring()
 * makes of the value; of all else, nil is 0 and true is 1. A failure is an error of Lua. A probe
 * keeps its provider alive; shop:free() ends both early. */
#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>
#include <lua.h>

#include "sdk/include/usdt_runtime.h"

#define PROVIDER "usdt.provider"
#define PROBE "usdt.probe"

int luaopen_usdt(lua_State *lua);

struct provider {
	struct usdt_provider *handle; /* NULL: freed */
};

/* Its user value is the provider. The kind of an argument is the first letter of its type, but for
 * f32 and f64, which are 3 and 6. */
struct probe {
	struct provider *provider;
	struct usdt_probe *handle;
	char kinds[USDT_MAX_ARGS];
	int n_args;
};

static struct provider *live_provider(lua_State *lua)
{
	struct provider *provider = luaL_checkudata(lua, 1, PROVIDER);

	luaL_argcheck(lua, provider->handle, 1, "the provider was freed");
	return provider;
}

static struct probe *live_probe(lua_State *lua)
{
	struct probe *probe = luaL_checkudata(lua, 1, PROBE);

	luaL_argcheck(lua, probe->provider->handle, 1, "the provider was freed");
	return probe;
}

/* usdt.provider(name [, module]) */
static int provider_new(lua_State *lua)
{
	const char *name = luaL_checkstring(lua, 1), *module = luaL_optstring(lua, 2, NULL);
	struct provider *provider = lua_newuserdatauv(lua, sizeof(*provider), 0);
	struct usdt_error error;

	provider->handle = NULL;
	luaL_setmetatable(lua, PROVIDER);
	if (usdt_provider_new(name, module, &provider->handle, &error) < 0)
		return luaL_error(lua, "%s", error.text);
	return 1;
}

/* The signature is right: the library has taken it. */
static void set_kinds(struct probe *probe, const char *signature)
{
	probe->n_args = 0;
	while (*(signature += strspn(signature, " ,"))) {
		probe->kinds[probe->n_args++] = *signature == 'f' ? signature[1] : *signature;
		signature += strcspn(signature, " ,");
	}
}

/* provider:add(function, name [, signature]) */
static int provider_add(lua_State *lua)
{
	struct provider *provider = live_provider(lua);
	const char *function = luaL_optstring(lua, 2, NULL), *name = luaL_checkstring(lua, 3);
	const char *signature = luaL_optstring(lua, 4, "");
	struct probe *probe = lua_newuserdatauv(lua, sizeof(*probe), 1);
	struct usdt_error error;

	if (usdt_provider_add(provider->handle, function, name, signature, &probe->handle,
			      &error) < 0)
		return luaL_error(lua, "%s", error.text);
	probe->provider = provider;
	set_kinds(probe, signature);
	lua_pushvalue(lua, 1);
	lua_setiuservalue(lua, -2, 1);
	luaL_setmetatable(lua, PROBE);
	return 1;
}

/* provider:commit() */
static int provider_commit(lua_State *lua)
{
	struct usdt_error error;

	if (usdt_provider_commit(live_provider(lua)->handle, &error) < 0)
		return luaL_error(lua, "%s", error.text);
	return 0;
}

/* provider:free() */
static int provider_free(lua_State *lua)
{
	struct provider *provider = luaL_checkudata(lua, 1, PROVIDER);

	usdt_provider_free(provider->handle);
	provider->handle = NULL;
	return 0;
}

static uint64_t integer_bits(lua_State *lua, int index)
{
	int is_integer;
	const lua_Integer value = lua_tointegerx(lua, index, &is_integer);

	return (uint64_t)(is_integer ? value : (lua_Integer)lua_tonumber(lua, index));
}

/* A string stays on the stack, so that it lives until the probe is passed. */
static uint64_t bits_of(lua_State *lua, int index, char kind)
{
	if (kind == 's')
		return usdt_arg_pointer(luaL_tolstring(lua, index, NULL));
	if (kind == '3')
		return usdt_arg_float((float)lua_tonumber(lua, index));
	if (kind == '6')
		return usdt_arg_double(lua_tonumber(lua, index));
	if (lua_type(lua, index) == LUA_TNUMBER)
		return integer_bits(lua, index);
	return (uint64_t)lua_toboolean(lua, index);
}

/* The values from first on to the top of the stack. */
static void fire(lua_State *lua, const struct probe *probe, int first)
{
	const int n = lua_gettop(lua) - first + 1;
	uint64_t args[USDT_MAX_ARGS] = { 0 };

	luaL_checkstack(lua, USDT_MAX_ARGS + 2, NULL);
	for (int i = 0; i < n && i < probe->n_args; i++)
		args[i] = bits_of(lua, first + i, probe->kinds[i]);
	usdt_probe_fire(probe->handle, args, USDT_MAX_ARGS);
}

/* probe:fire(...) or probe:fire(function() return ... end). The function may free the provider. */
static int probe_fire(lua_State *lua)
{
	const struct probe *probe = live_probe(lua);

	if (!USDT_PROBE_ENABLED(probe->handle))
		return 0;
	if (lua_isfunction(lua, 2)) {
		lua_settop(lua, 2);
		lua_call(lua, 0, LUA_MULTRET);
		live_probe(lua);
	}
	fire(lua, probe, 2);
	return 0;
}

/* probe:enabled() */
static int probe_enabled(lua_State *lua)
{
	lua_pushboolean(lua, USDT_PROBE_ENABLED(live_probe(lua)->handle));
	return 1;
}

static void define(lua_State *lua, const char *name, const luaL_Reg *methods)
{
	luaL_newmetatable(lua, name);
	luaL_setfuncs(lua, methods, 0);
	lua_pushvalue(lua, -1);
	lua_setfield(lua, -2, "__index");
	lua_pop(lua, 1);
}

int luaopen_usdt(lua_State *lua)
{
	static const luaL_Reg provider_methods[] = {
		{ "add", provider_add },   { "commit", provider_commit }, { "free", provider_free },
		{ "__gc", provider_free }, { NULL, NULL },
	};
	static const luaL_Reg probe_methods[] = {
		{ "fire", probe_fire },
		{ "enabled", probe_enabled },
		{ NULL, NULL },
	};
	static const luaL_Reg functions[] = {
		{ "provider", provider_new },
		{ NULL, NULL },
	};

	define(lua, PROVIDER, provider_methods);
	define(lua, PROBE, probe_methods);
	luaL_newlib(lua, functions);
	return 1;
}
