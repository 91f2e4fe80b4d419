/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "tests/programs/text.h"

#include <stddef.h>

/* A grammar: each symbol is a letter, each of its lines a text in which "%X" stands for the symbol
 * X, and "%%" for itself. The first lines of a symbol refer to no other: they end the recursion. */
struct symbol {
	char letter;
	uint32_t n_last;	/* lines that end the recursion */
	const char *const *lines;
	uint32_t n_lines;
};

#define LINES(list) (list), sizeof(list) / sizeof((list)[0])

static const char *const ints[] = {
	"0", "1", "-1", "7", "255", "0x10000000", "2147483647", "18446744073709551615", "pid",
	"tid", "uid", "gid", "ppid", "cpu", "id", "epid", "timestamp", "vtimestamp",
	"walltimestamp", "arg0", "arg1", "arg4", "arg9", "n", "c", "u", "self->n", "this->n",
	"(%I + %I)", "(%I - %I)", "(%I * %I)", "(%I / (%I | 1))", "(%I %% n)", "(%I & %I)",
	"(%I | %I)", "(%I ^ %I)", "(%I << (%I & 31))", "(%I >> %I)", "(%I < %I)", "(%I == %I)",
	"(%I && %I)", "(%I || %I)", "(%I ^^ %I)", "(!%I)", "(-%I)", "(~%I)", "(%I ? %I : %I)",
	"(%S == %S)", "(%S < %S)", "(%I, %I)", "((char)%I)", "((unsigned short)%I)",
	"((int)%I)", "(%V = %I)", "(%V += %I)", "(%V >>= %I)", "(%V++)", "(--%V)", "strlen(%S)",
	"index(%S, %S)", "rindex(%S, %S)", "*(int *)copyin(%I, 4)", "*(char *)%I",
	"((struct point *)copyin(%I, sizeof (struct point)))->y", "sizeof (struct point)",
	"progenyof(%I)", "strtoll(%S)", "strtoll(%S, %I)",
	"(%L = %I)", "(%L -= %I)", "(%L++)", "(--%L)", "%L", "(%V |= %I)", "rand()", "htonl(%I)",
	"ntohs(%I)", "htonll(%I)", "getmajor(%I)", "getminor(%I)", "ucaller",
	"ustackdepth", "stackdepth", "caller", "ipl", "speculation()", "offsetof(struct point, y)",
	"arr[%I & 3]", "bits.low", "bits.high", "TWELVE", "twice[%I]", "(1 ? %I : nosuch)",
	"((struct point *)%I)->x", "((char *)copyin(0x10000000, 16))[%I & 15]",
	"xlate <made_t>(%I).a", "xlate <made_t *>(%I)->b", "xlate <made_t>(%I).at.y",
	"xlate <made_t *>((struct point *)copyin(0x10000000, sizeof (struct point)))->a",
	"(this->w = xlate <made_t>(%I), this->w.b)", "(%I ? xlate <made_t *>(%I) : NULL)->b",
};

static const char *const vars[] = {
	"n", "c", "u", "self->n", "this->n",
	"t[%I]", "k[%I, %S]", "self->t[%I]",
};

/* Parts of structures, and memory. */
static const char *const places[] = {
	"pt.x", "self->sp.y", "pt.name[1]", "pts[%I].y", "pt.name[%I & 7]", "pts[%I].name[%I & 7]",
	"((int *)alloca(16))[%I & 3]", "((struct point *)alloca(32))->x", "*(char *)alloca(%I & 7)",
};

static const char *const strings[] = {
	"\"\"", "\"hello, world\"", "\"/usr/bin/x.d\"", "execname", "probename", "probefunc",
	"probemod", "probeprov", "s", "self->s", "this->s",
	"strjoin(%S, %S)", "substr(%S, %I)", "substr(%S, %I, %I)", "basename(%S)", "dirname(%S)",
	"toupper(%S)", "tolower(%S)", "lltostr(%I)", "strchr(%S, %I)", "strrchr(%S, 'l')",
	"strstr(%S, %S)", "copyinstr(%I)", "copyinstr(0x10000000, %I)", "(%I ? %S : %S)",
	"stringof(copyin(%I, 8))", "m[%S]", "cleanpath(%S)", "cwd", "root",
	"d_path((struct path *)%I)", "strtok(%S, %S)", "strtok(NULL, %S)",
	"xlate <made_t>(%I).text", "xlate <made_t *>(%I)->name", "copyinargs(%I, %I)",
	"(this->p = xlate <made_t *>(%I), this->p->name)", "(kept = xlate <made_t>(%I)).text",
	"inet_ntoa((void *)%I)", "inet_ntoa6(copyin(%I, 16))", "inet_ntop(%I, (void *)%I)",
	"NAME", "(0 ? nosuch : %S)",
	"link_ntop(%I & 33, (void *)%I)",
	"zonename", "pt.name", "pts[%I].name", "strjoin(probename, %S)",
};

static const char *const statements[] = {
	";",
	"exit(0);",
	"stack();",
	"ustack();",
	"ustack(5);",
	"trace(%I);",
	"trace(%S);",
	"printf(\"%%d %%s\\n\", %I, %S);",
	"printf(\"%%x\", %I);",
	"%V = %I;",
	"this->n = %I;",
	"s = %S;",
	"self->s = %S;",
	"this->s = %S;",
	"m[%S] = %S;",
	"self->s = 0;",
	"self->n = 0;",
	"tracemem(copyin(%I, 8), 8);",
	"@ = count();",
	"@c%D[%I] = count();",
	"@s[%I, %S] = sum(%I);",
	"@m[%S] = min(%I);",
	"@x = max(%I);",
	"@v[%I] = avg(%I);",
	"@d = stddev(%I);",
	"@q[%S] = quantize(%I);",
	"@l = lquantize(%I, 0, 100, 10);",
	"@ll[%I] = llquantize(%I, 10, 0, 6, 20);",
	"bcopy(copyin(0x10000000, 16), alloca(16), %I & 15);",
	"trace(%S); trace(%I);",
	"if (%I) { %T } else { %T }",
	"if (%I) %T",
	"sym(%I);",
	"setopt(strjoin(%S, probename));",
	"setopt(\"aggsortkey\", strjoin(%S, probename));",
	"usym(%I);",
	"copyinto(0x10000000, 8, alloca(8));",
	"copyout(copyin(%I, 8), %I, %I & 15);",
	"copyoutstr(%S, %I, %I & 15);",
	"print(%I);",
	"print(%S);",
	"print(xlate <made_t>(%I));",
	"print(xlate <made_t *>(%I));",
	"print(kept.at);",
	"self->w = xlate <made_t>(%I);",
	"print(self->w);",
	"kept.text = %S;",
	"kept.at = xlate <struct point>(%I);",
	"self->w.text = %S;",
	"self->w.at = kept.at;",
	"xlate <made_t *>(%I)->text = %S;",
	"(this->p = xlate <made_t *>(%I))->text = %S;",
	"self->s = strtok(%S, %S);",
	"%L = %I;",
	"pts[%I] = pt;",
	"pt = pts[%I];",
	"self->sp = pt;",
	"pts[%I] = 0;",
	"self->sp = 0;",
	"print(pt);",
	"print(%I);",
	"trace(pts[%I]);",
	"tracemem(alloca(8), 8, %I);",
	"jstack();",
	"func(%I); mod(%I);",
	"uaddr(%I); umod(%I); ufunc(%I);",
	"@y[usym(%I), %I] = sum(%I);",
	"@k[ustack(3), %S] = count();",
	"@p[pt.x, mod(%I)] = max(%I);",
	"@ = count(); printa(@);",
	"@ = count(); clear(@); denormalize(@);",
	"@s[%I, %S] = sum(%I); trunc(@s, %I); normalize(@s, %I);",
	("@f[(int)%I, %S] = sum(%I); @r[(int)%I, %S] = avg(%I);"
	 " printa(\"%%d %%s %%@d %%@d\\n\", @f, @r);"),
	"@w = lquantize(%I, -8, 8, 4, %I);",
	"@z[%S] = quantize(%I, %I);",
	"raise(%I);",
	"stop();",
	"system(\"true %%d\", %I);",
	"freopen(\"\");",
	"ftruncate();",
	"arr[%I & 3] = %I;",
	"bits.low = %I; bits.high = %I;",
	"printf(\"%%*d|%%-*s|%%c|%%p|%%u|%%o\", %I, %I, %D, %S, %I, %I, %I, %I);",
	"if (%I) { %T } else if (%S == %S) { %T }",
	"%T %T",
};

static const char *const options[] = {
	"strsize=8", "strsize=24", "strsize=1k", "aggsize=4k", "dynvarsize=4k", "nspec=2",
	"ustackframes=3", "bufsize=4k", "stackframes=1", "jstackframes=2",
	"oformat=json", "oformat=json", "aggpack", "agghist", "encoding=utf8", "aggsortkey",
	"aggsortrev", "aggsortkeypos=1", "aggsortpos=1", "aggzoom", "rawbytes",
};

static const char *const digits[] = { "0", "1", "2", "3" };

static const char *const probes[] = {
	"BEGIN", "END", "ERROR", "test:::first", "test:::typed", "test:::many", "test:::registers",
	"test:::memory", "test:::", "test:::second, BEGIN",
};

static const char *const clauses[] = {
	"%P { %T %T %T }", "%P { %T %T }", "%P / %I / { %T %T %T }",
	"%P / %S != \"x\" && %I / { %T }",
	"%P { speculate(%I); trace(%I); trace(%S); }",
	"%P { commit(%I); trace(%I); }", "%P { discard(%I); }",
};

static const struct symbol symbols[] = {
	{ 'I', 28, LINES(ints) },
	{ 'V', 5, LINES(vars) },
	{ 'L', 3, LINES(places) },
	{ 'S', 11, LINES(strings) },
	{ 'T', 5, LINES(statements) },
	{ 'D', 4, LINES(digits) },
	{ 'O', 21, LINES(options) },
	{ 'P', 10, LINES(probes) },
	{ 'C', 4, LINES(clauses) },
};

enum { N_SYMBOLS = sizeof(symbols) / sizeof(symbols[0]), MIXED_UP = 400 };

static const struct symbol *find_symbol(struct random *rnd, char letter)
{
	const struct symbol *s = symbols;

	if (random_one_in(rnd, MIXED_UP))
		return &symbols[random_below(rnd, N_SYMBOLS - 2)];
	while (s->letter != letter)
		s++;
	return s;
}

static void expand(struct str *out, struct random *rnd, char letter, uint32_t depth)
{
	const struct symbol *s = find_symbol(rnd, letter);
	uint32_t n = depth ? s->n_lines : s->n_last;

	for (const char *p = s->lines[random_below(rnd, n)]; *p; p++) {
		if (*p != '%')
			str_putc(out, *p);
		else if (*++p == '%')
			str_putc(out, '%');
		else
			expand(out, rnd, *p, depth ? depth - 1 : 0);
	}
}

static const char translators[] =
	"typedef struct made { int a; unsigned int b:5; string text; char name[12]; "
	"struct point at; struct point *to; } made_t; self made_t w; made_t kept;\n"
	"translator struct point < int64_t I > { x = I; y = I + 1; name = lltostr(I); };\n"
	"translator made_t < int64_t I > { a = I; b = I >> 1; text = execname; "
	"name = lltostr(I); at = xlate <struct point>(I); to = NULL; };\n"
	"translator made_t < struct point *P > { a = P->x; b = P->y; text = P->name; at = *P; };\n";

void random_program(struct str *out, struct random *rnd)
{
	uint32_t n = 1 + random_below(rnd, 4);

	str_puts(out, "#pragma D option destructive\n");
	if (random_one_in(rnd, 2)) {
		str_puts(out, "#pragma D option ");
		expand(out, rnd, 'O', 0);
		str_putc(out, '\n');
	}
	str_puts(out, "struct point { int x, y; char name[8]; };\n");
	str_puts(out, "int64_t n; char c; unsigned int u; string s; self int n; this int64_t n;\n");
	str_puts(out, "self string s; this string s; int t[int64_t]; int k[int64_t, string];\n");
	str_puts(out, "self int t[int64_t]; string m[string];\n");
	str_puts(out, "int arr[4]; struct { unsigned low : 3; int high : 13; } bits;\n");
	str_puts(out, "inline int TWELVE = 12; inline string NAME = \"name\";\n");
	str_puts(out, "inline int twice[int x] = x * 2;\n");
	str_puts(out, translators);
	str_puts(out, "struct point pt; struct point pts[int64_t]; self struct point sp;\n");
	for (uint32_t i = 0; i < n; i++) {
		expand(out, rnd, 'C', 4);
		str_putc(out, '\n');
	}
}

/* Between the pieces of before from at on, n bytes long, and what is behind them. */
static void put_between(struct str *out, struct random *rnd, const struct str *before, uint32_t at,
			uint32_t n)
{
	const struct symbol *s = &symbols[random_below(rnd, N_SYMBOLS)];

	switch (random_below(rnd, 4)) {
	case 0:
		break;
	case 1:
		str_append(out, before->data + at, n);
		str_append(out, before->data + at, n);
		break;
	case 2:
		str_putc(out, (char)random_below(rnd, 256));
		break;
	case 3:
		str_puts(out, s->lines[random_below(rnd, s->n_lines)]);
		break;
	}
}

void random_mutation(struct str *text, struct random *rnd)
{
	uint32_t at = random_below(rnd, (uint32_t)text->len), n = random_below(rnd, 24);
	auto_str struct str before = { 0 };

	n = n < text->len - at ? n : (uint32_t)text->len - at;
	str_append(&before, text->data, text->len);
	str_clear(text);
	str_append(text, before.data, at);
	put_between(text, rnd, &before, at, n);
	str_append(text, before.data + at + n, before.len - at - n);
	str_putc(text, '\n');
}
