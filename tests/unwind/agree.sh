#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Stacks of Debian's python, ruby and postgres, which have no frame pointers: dtrace takes them at
# a probe, and gdb at the instruction behind it, each time the program comes by. 95 in 100 must
# reach the outermost frame, and of the frames that gdb knows a name of, 99 in 100 must agree.
# AGREE_ROUNDS says how long the programs run: make check does 10 rounds, some 2,000 stacks.

. "${top_srcdir:-.}/tests/live/lib.sh"
live_begin gdb readelf setpriv
[ "$(uname -m)" = x86_64 ] || live_skip "tables are made for x86-64"
programs=$(cd "${top_srcdir:-.}/tests/unwind" && pwd)
rounds=${AGREE_ROUNDS:-10}
PATH=$PATH:$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
cd "$tmp" || exit 1

# Where the probe's sites are in the running process.
sites() # file, probe
{
	bias=0
	readelf -h "$1" | grep -q 'Type:.*EXEC' ||
		bias=0x$(awk -v file="$1" '$6 == file { sub("-.*", "", $1); print $1; exit }' \
			"/proc/$target/maps")
	readelf -n "$1" | awk -v name="$2" '
		/^ +Name:/ { is_it = $2 == name }
		/Location:/ && is_it { sub(",", "", $2); print $2 }' |
		while read -r address; do
			printf '0x%x\n' $((bias + address + 1))
		done
}

gdb_script() # file, probe
{
	printf 'set %s\n' 'pagination off' 'width 0' 'height 0' 'backtrace past-main on' \
		'backtrace past-entry on' 'debuginfod enabled off' 'auto-load off'
	sites "$1" "$2" | while read -r address; do
		printf 'break *%s\ncommands\nsilent\nprintf "@\\n"\n' "$address"
		printf '%s\n' 'frame apply all -q printf "= 0x%lx 0x%lx\n", $pc, $sp'
		printf 'frame apply all -q info symbol $pc\ncontinue\nend\n'
	done
	printf 'shell touch %s\ncontinue\n' "$tmp/ready"
}

# The program waits for a line of its input before it begins.
compare() # name, file, provider, probe, command
{
	subject=$1 file=$2 provider=$3 probe=$4
	shift 4
	rm -f fifo ready theirs
	mkfifo fifo
	"$@" <fifo >/dev/null 2>&1 &
	target=$!
	started="$started $target"
	exec 3>fifo
	sleep 1
	clause="$provider\$target:::$(echo "$probe" | sed 's/__/-/g')"
	start_dtrace -q -x ustackframes=127 -x bufsize=64m -x demangle=0 -p $target \
		-n "$clause { printf(\"@\n\"); ustack(); }" 3>&-
	gdb_script "$file" "$probe" >script
	timeout 500 gdb -q -nx -batch -p $target -x script >theirs 2>gdb.err 3>&- &
	gdb=$!
	while [ ! -e ready ] && kill -0 $gdb 2>/dev/null; do sleep 0.1; done
	echo >&3
	cat "${input:-/dev/null}" >&3
	exec 3>&-
	wait $gdb $target
	stop_dtrace
	# shellcheck disable=SC2046 # words
	set -- $(awk -f "$programs/agree.awk" "$tmp/out" theirs 2>differences)
	holds "$subject: both saw the same $1 stacks" [ "$1" -gt 20 ] && [ "$5" = 0 ]
	holds "$subject: $2 of them reach the outermost frame" [ $((100 * $2)) -ge $((95 * $1)) ]
	holds "$subject: $4 of $3 names agree" [ $((100 * $4)) -ge $((99 * $3)) ]
	cat differences
}

cat >busy.python <<'END_OF_PYTHON'
import sys, json, re, functools
sys.stdin.readline()
def leaf(n): return n
class Number:
	def __init__(self, n): self.n = n
	def __lt__(self, other): return self.n < other.n
	def __repr__(self): return "%d" % self.n
	def __del__(self): leaf(self.n)
def recurse(n): return leaf(n) if n == 0 else recurse(n - 1)
def generate(n):
	for i in range(n): yield leaf(i)
for i in range(int(sys.argv[1])):
	recurse(i % 12)
	sorted([Number(3), Number(1), Number(2)])
	list(map(leaf, [1, 2])); sum(generate(2)); repr([Number(1)])
	re.sub("a", lambda m: str(leaf(1)), "a")
	json.dumps({"a": Number(1)}, default=lambda o: leaf(1))
	functools.reduce(lambda a, b: leaf(a), [1, 2, 3])
END_OF_PYTHON
cat >busy.ruby <<'END_OF_RUBY'
$stdin.gets
Number = Struct.new(:n) { def <=>(other) = n <=> other.n }
def recurse(n) = n == 0 ? n.to_s : recurse(n - 1)
ARGV[0].to_i.times do |i|
	recurse(i % 12)
	[Number.new(3), Number.new(1), Number.new(2)].sort.map(&:n).inject { |a, b| a + b }
	"abcab".gsub(/b/) { |m| m.upcase }
	{ a: [1, 2], b: "x" }.to_a.flatten.each_slice(2) { |s| s.inspect }
	begin
		raise ArgumentError, "no"
	rescue => e
		e.message
	end
	Fiber.new { Fiber.yield recurse(2) }.resume
end
END_OF_RUBY
cat >busy.sql <<'END_OF_SQL'

select relname from pg_class where oid in (select attrelid from pg_attribute) order by 1 limit 5
create table t (a int primary key, b text)
insert into t select i, i::text from generate_series(1, 50) i
update t set b = 'x' where a < 20
select count(*), max(a) from t group by b
drop table t
END_OF_SQL

python=$(readlink -f /usr/bin/python3 2>/dev/null)
if [ -x "$python" ] && readelf -n "$python" | grep -q stapsdt; then
	compare python "$python" python line "$python" busy.python "$rounds"
fi
ruby=$(command -v ruby)
libruby=$(ldd "$ruby" 2>/dev/null | awk '/libruby/ { print $3 }')
if [ "$libruby" ] && readelf -n "$libruby" | grep -q stapsdt; then
	compare ruby "$(readlink -f "$libruby")" ruby cmethod__entry ruby busy.ruby "$rounds"
fi
postgres=$(readlink -f "$(command -v postgres)")
if [ "$postgres" ] && readelf -n "$postgres" | grep -q stapsdt; then
	mkdir pg && chown postgres pg
	setpriv --reuid postgres --regid postgres --clear-groups \
		initdb -D "$tmp/pg/data" -A trust --no-sync >initdb.log 2>&1
	i=0 # a round of it takes as long as ten of others
	while [ $((i += 10)) -le "$rounds" ]; do
		cat busy.sql
	done >input
	input=input compare postgres "$postgres" postgresql buffer__read__done \
		setpriv --reuid postgres --regid postgres --clear-groups \
		"$postgres" --single -D "$tmp/pg/data" postgres
fi
live_end
