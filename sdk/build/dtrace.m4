# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# For the configure.ac of programs with probes. It works with any implementation of dtrace.
#
#	configure.ac			Makefile.am or Makefile.in
#
#	DTRACE_PROG			@DTRACE_RULES@
#	DTRACE_PROVIDER([shop],		EXTRA_DIST = shop.d
#		[$(shop_OBJECTS)])	BUILT_SOURCES = $(DTRACE_HEADERS)
#					CLEANFILES = $(DTRACE_HEADERS)
#					shop_SOURCES = main.c
#					shop_LDADD = $(shop_DTRACE)
#					EXTRA_shop_DEPENDENCIES = $(shop_DTRACE)
#
# The program includes shop.h #ifdef HAVE_DTRACE.

# DTRACE_PROG
# Gives configure --enable-dtrace, --enable-dtrace=auto and --disable-dtrace (the default is auto),
# finds the tool ($DTRACE, which works with $DTRACEFLAGS), and asks it how programs are linked:
#
#	header		the header is all that is needed (Fasttrap, macOS)
#	object		an object that -G makes of the definition is linked (systemtap)
#	objects		-G also changes the objects with probes (Solaris; -x header=call)
#
# Sets $DTRACE_LINK to that, or to "none" if there are no probes, and defines HAVE_DTRACE, as a C
# macro and as a condition of automake if that is used.
AC_DEFUN([DTRACE_PROG], [
AC_REQUIRE([AC_PROG_CC])
AC_ARG_ENABLE([dtrace], [AS_HELP_STRING([--enable-dtrace], [build with static probes @<:@auto@:>@])],
	[], [enable_dtrace=auto])
AC_ARG_VAR([DTRACE], [the program that makes headers of probes])
AC_ARG_VAR([DTRACEFLAGS], [options for it])
DTRACE_LINK=none
AS_IF([test "$enable_dtrace" != no], [
	AC_CHECK_PROGS([DTRACE], [dtrace-gen dtrace])
	AC_CACHE_CHECK([how programs with probes are linked], [dtrace_cv_link],
		[_DTRACE_LINK])
	DTRACE_LINK=$dtrace_cv_link
])
AS_IF([test "$enable_dtrace" = yes && test "$DTRACE_LINK" = none],
	[AC_MSG_ERROR([no program with probes can be built: set DTRACE, or see config.log])])
AS_IF([test "$DTRACE_LINK" != none],
	[AC_DEFINE([HAVE_DTRACE], [1], [Define to 1 if there are static probes.])])
m4_ifdef([AM_CONDITIONAL], [AM_CONDITIONAL([HAVE_DTRACE], [test "$DTRACE_LINK" != none])])
AC_SUBST([DTRACE_LINK])
DTRACE_HEADERS=
DTRACE_RULES=
AC_SUBST([DTRACE_HEADERS])
AC_SUBST([DTRACE_RULES])
m4_ifdef([_AM_SUBST_NOTMAKE], [_AM_SUBST_NOTMAKE([DTRACE_RULES])])
])

# DTRACE_PROVIDER(NAME, OBJECTS)
# For NAME.d in the source folder: adds rules for NAME.h, and for NAME-dtrace.o where one is needed
# to link OBJECTS, the objects with its probes as make knows them. $(NAME_DTRACE) is what is to be
# linked, which may be nothing.
AC_DEFUN([DTRACE_PROVIDER], [
AC_REQUIRE([DTRACE_PROG])
m4_pushdef([dtrace_var], m4_translit([[$1]], [-.], [__])[_DTRACE])
dtrace_var=
AS_CASE([$DTRACE_LINK],
	[none], [],
	[
	DTRACE_HEADERS="$DTRACE_HEADERS $1.h"
	DTRACE_RULES="$DTRACE_RULES
$1.h: \$(srcdir)/$1.d
	\$(DTRACE) \$(DTRACEFLAGS) -h -s \$(srcdir)/$1.d -o \[$]@
"])
AS_CASE([$DTRACE_LINK],
	[object], [dtrace_objects=],
	[objects], [dtrace_objects='$2'])
AS_CASE([$DTRACE_LINK],
	[object*], [
	dtrace_var=$1-dtrace.o
	DTRACE_RULES="$DTRACE_RULES
$1-dtrace.o: \$(srcdir)/$1.d $dtrace_objects
	\$(DTRACE) \$(DTRACEFLAGS) -G -s \$(srcdir)/$1.d -o \[$]@ $dtrace_objects
"])
AC_SUBST(dtrace_var)
m4_popdef([dtrace_var])
])

# Builds a program with a probe, in each way until it links.
AC_DEFUN([_DTRACE_LINK], [
dtrace_cv_link=none
cat >conftest.d <<_DTRACE_END
provider conftest {
	probe one(int n);
};
_DTRACE_END
AC_LANG_PUSH([C])
AC_LANG_CONFTEST([AC_LANG_SOURCE([[
#include "conftest.h"
int main(int argc, char **argv)
{
	(void)argv;
	if (CONFTEST_ONE_ENABLED())
		CONFTEST_ONE(argc);
	CONFTEST_ONE(argc + 1);
	return 0;
}]])])
dtrace_gen="$DTRACE $DTRACEFLAGS"
dtrace_link="$CC $CFLAGS $LDFLAGS -o conftest$EXEEXT conftest.o"
AS_IF([test -n "$DTRACE" &&
	_DTRACE_RUN([$dtrace_gen -h -s conftest.d -o conftest.h]) &&
	_DTRACE_RUN([$CC $CFLAGS $CPPFLAGS -I. -c conftest.c -o conftest.o])], [
	AS_IF([_DTRACE_RUN([$dtrace_link $LIBS])],
		[dtrace_cv_link=header],
	[cp conftest.o conftest-c.o &&
		_DTRACE_RUN([$dtrace_gen -G -s conftest.d -o conftest-d.o conftest.o]) &&
		_DTRACE_RUN([$dtrace_link conftest-d.o $LIBS])],
		[AS_IF([cmp -s conftest.o conftest-c.o],
			[dtrace_cv_link=object], [dtrace_cv_link=objects])])
])
AC_LANG_POP([C])
rm -f conftest.d conftest.h conftest.c conftest.o conftest-[[cd]].o conftest$EXEEXT
])

# A command, which config.log has with what it prints.
AC_DEFUN([_DTRACE_RUN],
[{ echo "$as_me: $1" >&AS_MESSAGE_LOG_FD; $1 >&AS_MESSAGE_LOG_FD 2>&1; }])
