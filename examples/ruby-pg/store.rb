# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

require "pg"

# The database, as one thread of the service sees it: a connection of its own.
class Store
  attr_reader :queries

  def initialize
    @pg = PG.connect
    @queries = 0
  end

  # The process of the server that works for us.
  def backend
    @pg.backend_pid
  end

  def product(id)
    query("select id, name, cents from products where id = $1", id).first
  end

  # No index helps here.
  def search(word)
    query("select id, name, cents from products where name like '%' || $1 || '%' " \
          "order by cents limit 20", word).to_a
  end

  # Everybody buys the same few things, so orders wait for each other.
  def order(id)
    command "begin"
    query("update products set stock = stock - 1 where id = $1", id)
    number = query("insert into orders (product) values ($1) returning id", id).getvalue(0, 0)
    command "commit"
    number.to_i
  rescue PG::Error
    command "rollback"
    raise
  end

  # All that was ordered, as text that was asked for in one piece: the simple protocol.
  def report
    command("select p.name, count(*) as n, sum(p.cents) as cents from orders o " \
            "join products p on p.id = o.product group by p.name order by n desc").to_a
  end

  private

  def query(text, *values)
    @queries += 1
    @pg.exec_params(text, values)
  end

  def command(text)
    @queries += 1
    @pg.exec(text)
  end
end
