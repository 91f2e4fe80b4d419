# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# A shop that answers HTTP on a Unix socket: shop.rb [--methods] SOCKET. Each connection has a thread
# and a connection to the database, which is where the variables of libpq say.
#
# GET /products/ID  GET /search/WORD  POST /orders/ID  GET /report  GET /counters
#
# Ruby's method probes are passed only while somebody traces calls: --methods asks for that.

require "json"
require "socket"
require "request"
require "usdt"
require_relative "store"

class Shop
  def initialize
    @lock = Mutex.new
    @next_id = 0
    @counters = Hash.new(0)
    define_probes
  end

  def serve(socket)
    server = UNIXServer.new(socket)
    loop { Thread.start(server.accept) { |client| connection(client) } }
  end

  private

  def define_probes
    probes = Usdt.new("shop", "shop.rb")
    @connected = probes.add("Shop#connection", "connected", "i32")
    @missed = probes.add("Shop#product", "product-missed", "i32")
    @failed = probes.add("Shop#handle", "request-failed", "str,str")
    probes.commit
  end

  def connection(client)
    store = Store.new
    @connected.fire(store.backend)
    while (verb, path = read_request(client))
      Request.traced(number, store.backend, verb, path) { handle(client, store, verb, path) }
    end
  rescue Errno::EPIPE, Errno::ECONNRESET
    nil
  ensure
    client.close
  end

  def read_request(client)
    line = client.gets or return
    while (header = client.gets)
      break if header == "\r\n"
    end
    line.split[0, 2]
  end

  def number
    @lock.synchronize { @next_id += 1 }
  end

  # The status, after the answer has been sent.
  def handle(client, store, verb, path)
    before = store.queries
    status, body = answer(store, verb, path)
    count(verb, path, store.queries - before)
    client.write render(status, body)
    status
  end

  def answer(store, verb, path)
    route(store, verb, path)
  rescue PG::Error, ArgumentError => error
    @failed.fire(path, error.message)
    [500, { error: error.message }]
  end

  def route(store, verb, path)
    case [verb, *path.split("/")[1..]]
    in ["GET", "products", id] then product(store, Integer(id))
    in ["GET", "search", word] then [200, store.search(word)]
    in ["POST", "orders", id] then [201, { order: store.order(Integer(id)) }]
    in ["GET", "report"] then [200, store.report]
    in ["GET", "counters"] then [200, counters]
    else [404, { error: "no such page" }]
    end
  end

  def product(store, id)
    found = store.product(id) and return [200, found]
    @missed.fire(id)
    [404, { error: "no such product" }]
  end

  def render(status, body)
    text = JSON.generate(body)
    "HTTP/1.1 #{status}\r\nContent-Type: application/json\r\nContent-Length: #{text.bytesize}\r\n\r\n#{text}"
  end

  # What was answered, except to those who ask for this.
  def count(verb, path, queries)
    kind = path.split("/")[1]
    return if kind == "counters"

    @lock.synchronize do
      @counters["#{verb} #{kind}"] += 1
      @counters["queries"] += queries
    end
  end

  def counters
    @lock.synchronize { @counters.merge("collections" => GC.count) }
  end
end

TracePoint.new(:call, :return) {}.enable if ARGV.delete("--methods")
abort "usage: shop.rb [--methods] SOCKET" unless ARGV.size == 1
Shop.new.serve(ARGV[0])
