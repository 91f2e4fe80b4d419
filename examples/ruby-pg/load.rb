# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Customers: load.rb SOCKET [CUSTOMERS [REQUESTS]]. Each has a connection and asks that often, for the
# same things in every run. Prints how many requests had which status, and what the shop counted.

require "json"
require "socket"

class Customer
  WORDS = %w[cafe babe f00d dead beef].freeze

  attr_reader :statuses

  def initialize(socket, seed)
    @shop = UNIXSocket.new(socket)
    @random = Random.new(seed)
    @statuses = Hash.new(0)
  end

  def ask(times)
    times.times { @statuses[get(*wish)[0]] += 1 }
  end

  def get(verb, path)
    @shop.write "#{verb} #{path} HTTP/1.1\r\nHost: shop\r\n\r\n"
    status = @shop.gets.split[1].to_i
    length = 0
    while (header = @shop.gets) && header != "\r\n"
      length = header.split[1].to_i if header.start_with? "Content-Length:"
    end
    [status, @shop.read(length)]
  end

  private

  # Of a hundred, 60 look at a thing (one in 50 of which is not there), 25 buy one, 14 search, and
  # one asks for the report.
  def wish
    case @random.rand(100)
    when 0...60 then ["GET", "/products/#{@random.rand(1..20_400)}"]
    when 60...85 then ["POST", "/orders/#{@random.rand(1..3)}"]
    when 85...99 then ["GET", "/search/#{WORDS[@random.rand(WORDS.size)]}"]
    else ["GET", "/report"]
    end
  end
end

socket, customers, requests = ARGV
abort "usage: load.rb SOCKET [CUSTOMERS [REQUESTS]]" unless socket
everybody = Array.new((customers || 4).to_i) { |seed| Customer.new(socket, seed) }
everybody.map { |customer| Thread.new { customer.ask((requests || 500).to_i) } }.each(&:join)

statuses = everybody.map(&:statuses).reduce({}) { |sum, more| sum.merge(more) { |_, a, b| a + b } }
statuses.sort.each { |status, n| puts "status #{status}: #{n}" }
JSON.parse(Customer.new(socket, 0).get("GET", "/counters")[1]).sort.each { |what, n| puts "#{what}: #{n}" }
