# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/libkern.a
%C%_libkern_a_SOURCES = \
	%D%/btf.c %D%/btf.h %D%/btf_impl.h \
	%D%/btf_text.c \
	%D%/caps.c %D%/caps.h \
	%D%/event.c %D%/event.h \
	%D%/deadman.c %D%/deadman.h \
	%D%/follow.c %D%/follow.h \
	%D%/funcinfo.c %D%/funcinfo.h \
	%D%/guard.c \
	%D%/insn.h \
	%D%/link.c %D%/link.h \
	%D%/linkset.h \
	%D%/load.c %D%/load.h \
	%D%/map.c %D%/map.h \
	%D%/ring.c %D%/ring.h \
	%D%/stop.c %D%/stop.h \
	%D%/sys.c %D%/sys.h \
	%D%/tie.c %D%/tie.h \
	%D%/uprobe.c \
	%D%/usage.c %D%/usage.h \
	%D%/watch.c %D%/watch.h

kern_libs = %D%/libkern.a $(base_libs) $(LIBBPF_LIBS)
