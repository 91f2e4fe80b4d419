/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* How a probe is written down in an ELF file: the layout that <sys/sdt.h> of systemtap began and
 * that all readers share. The macros, the generator and the reader take it from here. Plain
 * definitions, for C99, C++11 and the assembler alike.
 *
 * A probe site is one note in the section .note.stapsdt, which is not loaded:
 *
 *	4 bytes		namesz		8, the owner with its NUL
 *	4 bytes		descsz		exact: what follows the owner, without the padding
 *	4 bytes		type		3
 *	8 bytes		owner		"stapsdt\0"
 *	word		pc		address of the site
 *	word		base		address of .stapsdt.base as the linker saw it
 *	word		semaphore	address of a 16-bit counter in .probes; 0: none
 *	text		provider\0 name\0 arguments\0
 *	0-3 bytes	padding		up to a multiple of 4
 *
 * A word has the size of an address. prelink and its kind move the sections and leave the notes as
 * they were: what .stapsdt.base has moved by since, pc and semaphore have moved by too. The name
 * holds "__" where D writes "-". An argument is [-]N@OPERAND: its size N, signed after '-', and
 * where it lies in the assembler's own words.
 *
 * What those notes leave out stands in notes of the section .note.fasttrap, not loaded either:
 *
 *	4 bytes		namesz		9
 *	4 bytes		descsz		exact
 *	4 bytes		type		0x46540001
 *	12 bytes	owner		"fasttrap\0" and its padding
 *	text		definitions in D, in ASCII, without a NUL at the end
 *	0-3 bytes	padding		up to a multiple of 4
 *
 * The text is a provider definition as dtrace -h reads it, reduced to what tells types: the types
 * that arguments lead to, each declared before it is used, blocks "provider NAME { ... };" with
 * their probes, and lines "#pragma D attributes". A file may hold any number of such
 * notes, each complete by itself: what two of them call by one name may be two types. Of a probe
 * that none of them names, or that they declare differently, and where they cannot be understood,
 * the sizes of the other notes are what is known. A reader passes over notes of another type: what
 * a later version has to say will be one. */
#ifndef USDT_NOTE_H
#define USDT_NOTE_H

#define USDT_NOTE_SECTION ".note.stapsdt"
#define USDT_NOTE_OWNER "stapsdt"
#define USDT_NOTE_TYPE 3
#define USDT_NOTE_ALIGN 4
#define USDT_NOTE_HEADER_SIZE 12 /* namesz, descsz, type */
#define USDT_NOTE_OWNER_SIZE 8
#define USDT_NOTE_N_WORDS 3 /* pc, base, semaphore */

#define USDT_TYPES_SECTION ".note.fasttrap"
#define USDT_TYPES_OWNER "fasttrap"
#define USDT_TYPES_TYPE 0x46540001
#define USDT_TYPES_OWNER_SIZE 9

/* One byte, one copy in each linked file. Hidden and weak is the symbol. */
#define USDT_BASE_SECTION ".stapsdt.base"
#define USDT_BASE_SYMBOL "_.stapsdt.base"
#define USDT_SHF_RETAIN (1u << 21) /* SHF_GNU_RETAIN, which not every <elf.h> has */

/* The counters: writable, and backed by the file, as the kernel counts in the mapped page. */
#define USDT_SEMAPHORE_SECTION ".probes"
#define USDT_SEMAPHORE_SIZE 2
#define USDT_SEMAPHORE_SUFFIX "_semaphore" /* PROVIDER_NAME_semaphore */

#define USDT_MAX_ARGS 12 /* more are not read by any tracer */
#define USDT_MAX_NAME 63 /* characters of a provider and of a probe */

#endif
