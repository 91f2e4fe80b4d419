BEGIN {
	printf("hello %d\n, x);
	y = 1;
}
