-- SPDX-License-Identifier: BSD-2-Clause
-- Copyright (c) 2026 The Fasttrap authors

-- What the shop sells: enough that a search without an index takes milliseconds.

create table products (
	id integer primary key,
	name text not null,
	cents integer not null,
	stock integer not null
);
create table orders (
	id serial primary key,
	product integer not null references products,
	placed timestamptz not null default now()
);
insert into products
	select i, 'thing ' || md5(i::text), 100 + i % 900, 1000000 from generate_series(1, 20000) i;
analyze;
