# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

check_PROGRAMS += %D%/stage
%C%_stage_SOURCES = %D%/stage.c %D%/few_builtins.c %D%/few_builtins.h
%C%_stage_LDADD = $(lang_libs)

# The eBPF interpreter, and the kernel as a judge.
if RUNTIME
check_LIBRARIES += %D%/libvm.a
%C%_libvm_a_SOURCES = \
	%D%/eval.c %D%/eval.h \
	%D%/kernel.c %D%/kernel.h \
	%D%/vm.c %D%/vm.h \
	%D%/vm_call.c %D%/vm_impl.h
vm_libs = %D%/libvm.a $(ebpf_libs) $(kern_libs)
endif

# The whole compiler, with probes and a traced thread that are made up.
if RUNTIME
check_LIBRARIES += %D%/libpipeline.a
%C%_libpipeline_a_SOURCES = \
	%D%/pipeline.c %D%/pipeline.h \
	%D%/probes.c %D%/probes.h \
	%D%/traced.c %D%/traced.h \
	%D%/traced_kernel.c %D%/traced_kernel.h
pipeline_libs = %D%/libpipeline.a $(vm_libs) $(session_libs)
endif
