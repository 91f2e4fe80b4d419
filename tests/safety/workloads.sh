# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# The programs that safety.sh traces. Each checks what it does and ends with an error if that is
# wrong; and each has a witness, a process of the same code that is not traced. What is not
# installed is left out. A workload is a function that starts it, and lines of what is traced.

# The last ones of the victim's are many: all instructions of what is awkward.
descriptions() # workload
{
	case $1 in
	victim) echo '
pid$target:libc::entry
pid$target:a.out::return
pid$target:libstdc*::entry
pid$target:libc::return
pid$target:a.out::
pid$target:libgcc*::entry
pid$target:libc:*jmp*:
pid$target:libm*::entry pid$target:ld-linux*::entry
pid$target:libgcc*::return
pid$target:libc:*fork*:
pid$target:libc:*context:
pid$target:libc:*signal*:
pid$target:libstdc*::return
pid$target:libc:mem*:
pid$target:libgcc*:_Unwind*:
pid$target:libc:str*:
pid$target:libc:*alloc*:
pid$target:libc:*printf*:
pid$target:a.out::entry pid$target:libc::entry pid$target:libstdc*::entry' ;;
	python) echo '
pid$target:a.out::entry
pid$target:libcrypto*:SHA*:
pid$target:libcrypto*::entry
pid$target:a.out:Py*:return
pid$target:libcrypto*:EVP*:return
pid$target:libc::entry' ;;
	ruby) echo '
pid$target:libruby*::entry
pid$target:libruby*:rb_*:return
pid$target:libc::entry
pid$target:libruby*:rb_str*:' ;;
	postgres) echo '
pid$target:postgres::entry
pid$target:postgres:Exec*:
pid$target:libc::entry
pid$target:postgres::return' ;;
	esac
}

started() # workload, pid, witness
{
	echo "$2" >"$1.pid"
	echo "$3" >"$1.witness"
	started="$started $2 $3"
	workloads="$workloads $1"
}

# A command beside the test, and its witness, which stops when it is ready.
start_pair() # workload, command
{
	name=$1
	shift
	"$@" >"$name.other" 2>/dev/null &
	other=$!
	wait_until grep -q ready "$name.other"
	kill -STOP $other
	"$@" >"$name.out" 2>"$name.err" &
	started "$name" $! $other
	wait_until grep -q ready "$name.out"
}

start_victim()
{
	start_pair victim ./victim
}

# Debian's, whose hashes are libcrypto's; the answers are those of FIPS 180.
start_python()
{
	start_pair python /usr/bin/python3 -c '
import hashlib, signal, threading
signal.signal(signal.SIGTERM, lambda *_: exit(0))
print("ready", flush=True)
def check():
    assert hashlib.sha256(b"abc").hexdigest()[:16] == "ba7816bf8f01cfea"
    assert hashlib.sha1(b"abc").hexdigest()[:16] == "a9993e364706816a"
    assert hashlib.sha512(b"a" * 1000000).hexdigest()[:16] == "e718483d0ce76964"
    assert sorted(map(str, range(500)), key=int)[123] == "123"
    try:
        {}[1]
    except KeyError as e:
        assert e.args == (1,)
while True:
    check()
    t = threading.Thread(target=check)
    t.start()
    t.join()
'
}

start_ruby()
{
	start_pair ruby /usr/bin/ruby -e '
trap("TERM") { exit!(0) }
STDOUT.puts "ready"
STDOUT.flush
loop do
  raise "sum" unless (1..1000).reduce(:+) == 500500
  raise "text" unless "abc" * 100 =~ /c\z/ && ("%05.2f" % 3.14159) == "03.14"
  raise "fiber" unless Fiber.new { Fiber.yield 7; 8 }.then { |f| [f.resume, f.resume] } == [7, 8]
  raise "thread" unless Thread.new { 2**100 }.value.to_s == "1267650600228229401496703205376"
  raise "catch" unless catch(:out) { 20.times { |i| throw :out, i if i == 13 } } == 13
  begin
    Integer("x")
  rescue ArgumentError => e
    raise "rescue" unless e.message.include?("x")
  end
  pid = fork { exit!(42) }
  raise "fork" unless Process.wait2(pid)[1].exitstatus == 42
  GC.start
end
'
}

# One that adds up otherwise divides by zero, and pgbench's client is aborted. The server itself is
# the witness of the process that it forked for the client.
start_postgres()
{
	mkdir pg && chown postgres pg
	setpriv --reuid postgres --regid postgres --clear-groups \
		initdb -D "$tmp/pg/data" -A trust --no-sync >initdb.log 2>&1 || return
	setpriv --reuid postgres --regid postgres --clear-groups \
		pg_ctl -D "$tmp/pg/data" -l "$tmp/pg/log" -w \
		-o "-k $tmp/pg -c listen_addresses= -c fsync=off -c autovacuum=off" \
		start >pg_ctl.log 2>&1 || return
	server=$(head -n 1 pg/data/postmaster.pid)
	started="$started $server"
	PGHOST=$tmp/pg PGUSER=postgres PGDATABASE=postgres
	export PGHOST PGUSER PGDATABASE
	pgbench -i -q >pgbench.init 2>&1 || return
	echo 'SELECT 1 / (sum(aid) = 5000050000)::int FROM pgbench_accounts;
SELECT 1 / (count(DISTINCT md5(abalance::text || aid)) = 500)::int
	FROM pgbench_accounts WHERE aid <= 500;' >check.sql
	pgbench -n -f check.sql -T 100000 >pgbench.out 2>postgres.err &
	client=$!
	started="$started $client"
	wait_until has_client && started postgres "$backend" "$server"
}

# Not that of pgbench's first connection, which it closes before it begins.
has_client()
{
	backend=$(psql -Atc "SELECT pid FROM pg_stat_activity
		WHERE application_name = 'pgbench' AND query LIKE 'SELECT 1 / %'")
	[ -n "$backend" ]
}

# $ended: its status.
end_workload() # workload
{
	case $1 in
	postgres)
		kill -0 "$client"
		ended=$?
		kill "$client"
		reap "$client"
		kill -QUIT "$server"
		;;
	*)
		kill "$(cat "$1.pid")"
		reap "$(cat "$1.pid")"
		ended=$reaped
		;;
	esac
}

workloads=
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
PATH=$PATH:${bin:-.}
installed=" victim"
! /usr/bin/python3 -c 'import _hashlib' 2>/dev/null || installed="$installed python"
! /usr/bin/ruby -e '' 2>/dev/null || installed="$installed ruby"
[ -z "$bin" ] || ! id postgres >/dev/null 2>&1 || installed="$installed postgres"
for workload in $installed; do
	"start_$workload"
done
