# 16 bytes as four numbers; each of them in the order of the machine
prelude:
	BEGIN { this->p = (uint32_t *)alloca(16); }

nothing but zeros:
	BEGIN { trace(inet_ntoa6(this->p)); }
= "::"
loopback:
	BEGIN { this->p[3] = htonl(1); trace(inet_ntoa6(this->p)); }
= "::1"
zeros in the middle:
	BEGIN { this->p[0] = htonl(0x20010db8); this->p[3] = htonl(0xabcd0042); trace(inet_ntoa6(this->p)); }
= "2001:db8::abcd:42"
zeros at the end:
	BEGIN { this->p[0] = htonl(0xfe800000); trace(inet_ntoa6(this->p)); trace(strlen(inet_ntoa6(this->p))); }
= "fe80::", 6
zeros at the beginning:
	BEGIN { this->p[2] = htonl(5); this->p[3] = htonl(0x10000); trace(inet_ntoa6(this->p)); }
= "::5:1:0"
the longest of two runs:
	BEGIN { this->p[0] = htonl(1); this->p[2] = htonl(2); this->p[1] = 0; this->p[3] = htonl(3); trace(inet_ntoa6(this->p)); }
= "0:1::2:0:3"
the first of two that are alike:
	BEGIN { this->p[0] = htonl(0x10000); this->p[1] = htonl(1); this->p[2] = htonl(1); this->p[3] = htonl(1); trace(inet_ntoa6(this->p)); }
= "1::1:0:1:0:1"
no zeros, and all of its digits:
	BEGIN { this->p[0] = this->p[1] = this->p[2] = this->p[3] = htonl(0x1234f0ef); trace(inet_ntoa6(this->p)); }
= "1234:f0ef:1234:f0ef:1234:f0ef:1234:f0ef"
groups of one, two and three digits:
	BEGIN { this->p[0] = htonl(0x10023); this->p[1] = htonl(0x456000f); this->p[2] = htonl(0x100ff); this->p[3] = htonl(0x9000a); trace(inet_ntoa6(this->p)); }
= "1:23:456:f:1:ff:9:a"
an IPv4 address in it:
	BEGIN { this->p[2] = htonl(0xffff); this->p[3] = htonl(0xc0000201); trace(inet_ntoa6(this->p)); }
= "::ffff:192.0.2.1"
the older form:
	BEGIN { this->p[3] = htonl(0xff0000ff); trace(inet_ntoa6(this->p)); this->p[3] = htonl(2); trace(inet_ntoa6(this->p)); }
= "::255.0.0.255", "::0.0.0.2"
nearly an IPv4 address:
	BEGIN { this->p[2] = htonl(0xfffe); this->p[3] = htonl(0xc0000201); trace(inet_ntoa6(this->p)); }
= "::fffe:c000:201"
memory of the process:
	BEGIN { trace(inet_ntoa6((void *)0x10000000)); }
= "6865:6c6c:6f2c:2077:6f72:6c64::"
an address that cannot be read:
	BEGIN { trace(inet_ntoa6((void *)8)); }
= BADADDR(0x8)
a number:
	BEGIN { trace(inet_ntoa6("::1")); }
= D_PROTO_ARG
