#!/usr/sbin/dtrace -q -s
BEGIN
{
	printf("%d %d\n", strlen("hello"), strlen(""));
	printf("%s\n", strjoin("foo", "bar"));
	printf("%s %d\n", strstr("hello world", "o w"), strstr("abc", "x") == NULL);
	printf("%s|%s|%s|%s\n", substr("hello", 1), substr("hello", 1, 3), substr("hello", -3),
	    substr("hello", -3, 2));
	printf("%s %s\n", basename("/a/b/c.d"), dirname("/a/b/c.d"));
	printf("%s %s\n", lltostr(-42), lltostr(255, 16));
	s = "abc";
	t = s;
	s = strjoin(s, "d");
	printf("%s %s %d\n", s, t, s == t);
	printf("%s\n", stringof("x"));
	exit(0);
}
