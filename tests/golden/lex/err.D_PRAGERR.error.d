#pragma D error this program is "not for you"
#error nor is that
BEGIN { }
