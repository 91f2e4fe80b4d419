/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Open files. A library that comes with dtrace: it is read when a program names something of it. */

typedef struct fileinfo {
	string fi_name;		/* the last part of its path */
	string fi_dirname;	/* the part before it */
	string fi_pathname;
	offset_t fi_offset;
	string fi_fs;		/* the kind of file system */
	string fi_mount;	/* where that is mounted */
	int fi_oflags;		/* as open(2) was given them */
} fileinfo_t;

inline string __file_name[struct vmlinux`file *F] =
    F->f_path.dentry->d_name.len == 0 ? "<unknown>" :
    stringof(F->f_path.dentry->d_name.name);
inline int __file_is_alone[struct vmlinux`file *F] =
    F->f_path.dentry->d_parent == F->f_path.dentry &&
    F->f_path.dentry != F->f_path.mnt->mnt_root;

translator fileinfo_t < struct vmlinux`file *F > {
	fi_name = F == NULL ? "<none>" : __file_name[F];
	fi_dirname = F == NULL ? "<none>" :
	    __file_is_alone[F] ? "<unknown>" : dirname(d_path(&F->f_path));
	fi_pathname = F == NULL ? "<none>" :
	    __file_is_alone[F] ? __file_name[F] : d_path(&F->f_path);
	fi_offset = F == NULL ? 0 : F->f_pos;
	fi_fs = F == NULL ? "<none>" : stringof(F->f_inode->i_sb->s_type->name);
	fi_mount = F == NULL ? "<none>" :
	    __file_is_alone[F] ? "<unknown>" : d_path(&F->f_path, F->f_path.mnt->mnt_root);
	fi_oflags = F == NULL ? 0 : F->f_flags;
};

/* What is open by a number: NULL, if nothing is. */
inline struct vmlinux`file *__task_file[struct vmlinux`task_struct *T, int fd] =
    T->files == NULL || (unsigned int)fd >= T->files->fdt->max_fds ? NULL :
    T->files->fdt->fd[fd];

inline fileinfo_t fds[int fd] = xlate <fileinfo_t>(__task_file[curthread, fd]);
