#!/usr/sbin/dtrace -s
/*
 * A script as people write them.
 */
#pragma D option quiet
#pragma D option switchrate=10hz

inline int OPT_pid = 0;
inline string OPT_name = "bash";

dtrace:::BEGIN
{
	last_event[""] = 0;
	printf("%5s %5s %1s %10s %6s %7s %16s %s\n", "UID", "PID", "D", "BLOCK",
	    "SIZE", "COMM", "PATHNAME", "x");
	this->start = timestamp
}

io:::start
/OPT_pid == 0 || pid == OPT_pid/
{
	start_time[args[0]->b_edev, args[0]->b_blkno] = timestamp;
	@plots[pid, execname] = quantize(args[0]->b_bcount / 1024);
}

io:::done
/start_time[args[0]->b_edev, args[0]->b_blkno]/
{
	this->elapsed = timestamp - start_time[args[0]->b_edev, args[0]->b_blkno];
	printf("%5d %5d %1s %10d %6d %s\n", uid, pid,
	    args[0]->b_flags & B_READ ? "R" : "W", args[0]->b_blkno,
	    args[0]->b_bcount, args[2]->fi_pathname == "" ? "<none>" :
	    args[2]->fi_pathname);
	start_time[args[0]->b_edev, args[0]->b_blkno] = 0;
}

profile:::tick-5sec, dtrace:::END
{
	printa("   %-16s %@d\n", @plots);
	trunc(@plots);
}
