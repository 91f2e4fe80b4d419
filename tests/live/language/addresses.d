#!/usr/sbin/dtrace -q -s
/* The families of addresses as the library ip.d has them. */
BEGIN
{
	this->a = (in6_addr_t *)alloca(sizeof(in6_addr_t));
	printf("%s %s\n", inet_ntop(AF_INET6, this->a), inet_ntoa6(this->a));
	printf("%s\n", inet_ntop(AF_INET, (ipaddr_t *)alloca(4)));
	exit(0);
}
