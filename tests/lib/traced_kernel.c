/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "tests/lib/traced_kernel.h"

#include <string.h>

#include "tests/lib/traced.h"
#include "tests/lib/vm.h"

/* The objects, OBJECT_SIZE bytes each from TRACED_TASK on. */
enum object {
	TASK, PARENT, INIT, IDLE,
	FS,
	ROOT_MOUNT, HOME_MOUNT,
	ROOT_DIR, ROOT_HOME,		/* / and /home below the mount */
	HOME_DIR, DATA_DIR, SOME_DIR, FILE_ENTRY,
	N_OBJECTS,
	PATH = 32
};

enum { OBJECT_SIZE = 64, NAME = 24 };

static const struct {
	const char *type, *name;
	int offset;
} members[] = {
	{ "task_struct", "tgid", 4 },	     { "task_struct", "real_parent", 16 },
	{ "task_struct", "fs", 32 },	     { "fs_struct", "root", 8 },
	{ "fs_struct", "pwd", 32 },	     { "path", "mnt", 8 },
	{ "path", "dentry", 0 },	     { "vfsmount", "mnt_root", 8 },
	{ "mount", "mnt", 32 },		     { "mount", "mnt_parent", 8 },
	{ "mount", "mnt_mountpoint", 16 },   { "dentry", "d_parent", 0 },
	{ "dentry", "d_name.len", 12 },	     { "dentry", "d_name.name", 16 },
};

int traced_kernel_member(void *ctx, const char *type, const char *member, struct diag *dg)
{
	(void)ctx;
	(void)dg;
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		if (!strcmp(members[i].type, type) && !strcmp(members[i].name, member))
			return members[i].offset;
	return 0;
}

static uint64_t address(enum object object)
{
	return TRACED_TASK + (uint64_t)object * OBJECT_SIZE;
}

static void put(char *memory, enum object object, int offset, uint64_t value, size_t size)
{
	memcpy(memory + (int)object * OBJECT_SIZE + offset, &value, size);
}

static int offset_of(const char *type, const char *member)
{
	return traced_kernel_member(NULL, type, member, NULL);
}

static void put_task(char *memory, enum object task, uint32_t tgid, enum object parent)
{
	put(memory, task, offset_of("task_struct", "tgid"), tgid, 4);
	put(memory, task, offset_of("task_struct", "real_parent"), address(parent), 8);
	put(memory, task, offset_of("task_struct", "fs"), address(FS), 8);
}

static void put_entry(char *memory, enum object entry, const char *name, enum object parent)
{
	strcpy(memory + (int)entry * OBJECT_SIZE + NAME, name);
	put(memory, entry, offset_of("dentry", "d_parent"), address(parent), 8);
	put(memory, entry, offset_of("dentry", "d_name.len"), strlen(name), 4);
	put(memory, entry, offset_of("dentry", "d_name.name"), address(entry) + NAME, 8);
}

static void put_mount(char *memory, enum object mount, enum object root, enum object parent,
		      enum object point)
{
	put(memory, mount, offset_of("mount", "mnt") + offset_of("vfsmount", "mnt_root"),
	    address(root), 8);
	put(memory, mount, offset_of("mount", "mnt_parent"), address(parent), 8);
	put(memory, mount, offset_of("mount", "mnt_mountpoint"), address(point), 8);
}

static void put_path(char *memory, enum object object, int offset, enum object mount,
		     enum object entry)
{
	put(memory, object, offset + offset_of("path", "mnt"),
	    address(mount) + (uint64_t)offset_of("mount", "mnt"), 8);
	put(memory, object, offset + offset_of("path", "dentry"), address(entry), 8);
}

void traced_kernel_add(struct vm *vm)
{
	char memory[(PATH + 1) * OBJECT_SIZE] = { 0 };

	put_task(memory, TASK, TRACED_PID, PARENT);
	put_task(memory, PARENT, TRACED_PPID, INIT);
	put_task(memory, INIT, 1, IDLE);
	put_task(memory, IDLE, 0, IDLE);
	put_entry(memory, ROOT_DIR, "/", ROOT_DIR);
	put_entry(memory, ROOT_HOME, "home", ROOT_DIR);
	put_entry(memory, HOME_DIR, "/", HOME_DIR);
	put_entry(memory, DATA_DIR, "data", HOME_DIR);
	put_entry(memory, SOME_DIR, "some.dir", DATA_DIR);
	put_entry(memory, FILE_ENTRY, "file", DATA_DIR);
	put_mount(memory, ROOT_MOUNT, ROOT_DIR, ROOT_MOUNT, ROOT_DIR);
	put_mount(memory, HOME_MOUNT, HOME_DIR, ROOT_MOUNT, ROOT_HOME);
	put_path(memory, FS, offset_of("fs_struct", "root"), ROOT_MOUNT, ROOT_DIR);
	put_path(memory, FS, offset_of("fs_struct", "pwd"), HOME_MOUNT, SOME_DIR);
	put_path(memory, PATH, 0, HOME_MOUNT, FILE_ENTRY);
	vm_add_kernel(vm, TRACED_TASK, memory, sizeof(memory));
}
