/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What debuginfo.sh asks for: structures of every form, whose layout the compiler tells as text and
 * by its debug information. list_head is also a name of the kernel's. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/sdt.h>

enum color { RED = 1, GREEN = 200, BLUE = -3 };

typedef struct {
	int x, y;
} point_t;

struct list_head {
	struct list_head *before;
	long weight;
};

struct __attribute__((packed)) tight {
	char a;
	int b;
	short c;
};

struct wide {
	char c;
	struct tight tight;
	_Alignas(64) long l;
};

union number {
	int i;
	double d;
	char c[12];
};

struct conn {
	char kind;
	unsigned int secure : 1, retries : 7, : 3, far : 17;
	uint64_t big : 40;
	int small : 5;
	const char *host;
	point_t at[2];
	struct {
		short width, height;
	};
	union {
		uint32_t four;
		uint8_t six[16];
	} address;
	enum color color;
	_Bool on;
	int (*handler)(struct conn *, int);
	struct conn *next;
	struct list_head list;
	long double precise;
	char name[16];
	union number number;
	struct wide wide;
};

typedef struct conn conn_t;

static conn_t second = { .kind = 's', .host = "second", .list = { NULL, 77 } };
static conn_t first = {
	.kind = 'f', .secure = 1, .retries = 99, .far = 70000, .big = 1ull << 39, .small = -7,
	.host = "first", .at = { { 1, 2 }, { 3, 4 } }, .width = 10, .height = 20,
	.address = { .four = 0x01020304 }, .color = GREEN, .on = 1, .next = &second,
	.list = { &second.list, 5 }, .name = "bob", .number = { .i = 7 },
	.wide = { 'w', { 't', -5, 6 }, 123456789 },
};

#define SIZE(of) printf("sizeof (%s)\t%zu\n", #of, sizeof(of))
#define PLACE(of, member) printf("offsetof(%s, %s)\t%zu\n", #of, #member, offsetof(of, member))

/* Lines of an expression and its value, for C and D alike. */
static void print_layout(void)
{
	SIZE(struct conn);
	SIZE(conn_t);
	SIZE(point_t);
	SIZE(struct tight);
	SIZE(struct wide);
	SIZE(union number);
	SIZE(struct list_head);
	SIZE(enum color);
	PLACE(struct conn, host);
	PLACE(struct conn, at);
	PLACE(struct conn, height);
	PLACE(struct conn, address.six);
	PLACE(struct conn, color);
	PLACE(struct conn, on);
	PLACE(struct conn, handler);
	PLACE(struct conn, list.weight);
	PLACE(struct conn, precise);
	PLACE(struct conn, name);
	PLACE(struct conn, number);
	PLACE(struct conn, wide.tight.c);
	PLACE(struct wide, l);
	PLACE(struct tight, b);
}

/* For the probes of functions. */
__attribute__((noinline)) int serve(conn_t *c, double weight, int n, const char *what,
				    enum color color, unsigned char small);

int serve(conn_t *c, double weight, int n, const char *what, enum color color,
	  unsigned char small)
{
	__asm__ volatile("" : : "r"(c), "r"(what));
	return n + (int)weight + (int)color + small;
}

int main(int argc, char **argv)
{
	(void)argv;
	if (argc > 1)
		print_layout();
	STAP_PROBE2(live, hit, &first, &first.list);
	return serve(&first, 2.5, -3, "text", GREEN, 200) == 12345;
}
