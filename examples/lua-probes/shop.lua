-- SPDX-License-Identifier: BSD-2-Clause
-- Copyright (c) 2026 The Fasttrap authors

-- A shop that defines two probes and serves orders: shop.lua [SECONDS] (default 2; 0: until it is
-- told to end). With a plug-in that comes later and has a probe of its own.

local usdt = require "usdt"

local shop = usdt.provider("shop", "shop.lua")
local placed = shop:add("checkout", "order-placed", "i32,str")
local done = shop:add("checkout", "order-done", "i32,str,u64")
shop:commit()

local customers = { "ada", "grace", "edsger" }

local function checkout(id)
	local customer = customers[id % #customers + 1]
	local sum = 0

	placed:fire(id, customer)
	for thing = 1, 1000 * (id % 5 + 1) do
		sum = sum + thing % 7
	end
	-- Computed for those who watch, and for nobody else.
	done:fire(function()
		return id, customer:upper(), sum
	end)
end

local function load_plugin()
	local points = shop:add("loyalty", "points-given", "str,i64")

	shop:commit()
	return function(id)
		points:fire(customers[id % #customers + 1], id % 10 - 1)
	end
end

local seconds = tonumber(arg[1] or 2)
local stop = os.time() + seconds
local give_points = load_plugin()
local id = 0

repeat
	id = id + 1
	checkout(id)
	give_points(id)
until seconds > 0 and id % 100 == 0 and os.time() > stop
shop:free()
