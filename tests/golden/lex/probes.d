#pragma D option now="probe descriptions"
syscall::open*:entry, *:::, ::: pid$target:a.out:main:entry pid$1::f[a-z]?[!x]:return
tick-3s profile-97hz 1234 BEGIN foo\*bar mod`sym libstdc++.so.6 a$ $
