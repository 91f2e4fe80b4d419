#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# The command line, names of outputs, and failures: told, with the right status, and leaving
# nothing behind.
. "${top_srcdir:-.}/tests/gen/lib.sh"

echo 'provider shop { probe open(int n); };' >shop.d
echo 'provider broken { probe (' >broken.d
mkdir clean
cp shop.d broken.d clean

# Exit status, message on standard error, nothing on standard output, no new file.
fails() # name, status, text, options
{
	n=$((n + 1))
	name=$1 want=$2 text=$3
	shift 3
	before=$(ls -A clean)
	(cd clean && "$gen" "$@") >out 2>err
	status=$?
	if [ "$status" = "$want" ] && grep -q -e "$text" err && [ ! -s out ] &&
		[ "$(ls -A clean)" = "$before" ]; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name: status $status"
		sed 's/^/# /' out err
		ls -A clean | sed 's/^/# file /'
		failed=1
	fi
}

fails 'nothing to do' 2 'one of -h, -G and -V'
fails 'no script' 2 'needs a script' -h
fails 'two modes' 2 'only one of' -h -G -s shop.d
fails 'an unknown option' 2 'no such option: -Y' -h -Y -s shop.d
fails 'an unknown long option' 2 'no such option: --nix' -h --nix -s shop.d
fails 'a missing value' 2 'option -o needs a value' -h -s shop.d -o
fails 'neither 32 nor 64' 2 'no such option: -33' -G -33 -s shop.d
fails 'two scripts without a name' 2 'several scripts' -h -s shop.d -s broken.d
fails 'a missing script' 1 'cannot read nix.d: No such file' -h -s nix.d
fails 'a missing script, -C' 1 'cannot read nix.d: No such file' -C -h -s nix.d
fails 'a broken script, -h' 1 'broken.d:1' -h -s broken.d
fails 'a broken script, -G' 1 'broken.d:1' -G -s broken.d
fails 'one broken script of two' 1 'broken.d:1' -G -s shop.d -s broken.d -o both.o
fails 'a missing object' 1 'nix.o' -G -s shop.d nix.o
fails 'a folder that is not there' 1 'cannot write nix/x.h' -h -s shop.d -o nix/x.h
fails 'a folder as output' 1 'cannot write' -G -s shop.d -o .
fails 'a full disk' 1 'cannot write /dev/full: No space' -h -s shop.d -o /dev/full
fails 'a full disk, -G' 1 'cannot write /dev/full: No space' -G -s shop.d -o /dev/full
fails 'a template that is not there' 1 '\[D_TEMPLATE\] cannot read the template nix.m4' \
	-x errtags -h -s shop.d -x template=nix.m4

echo 'm4_include(`nothing.h'"'"')' >clean/bad.m4
fails 'a template that m4 refuses' 1 'bad.m4:1.*nothing.h' -h -s shop.d -xtemplate=bad.m4
echo 'm4_syscmd(`kill -9 $PPID'"'"')' >clean/bad.m4
fails 'm4 killed' 1 'was ended by signal 9' -h -s shop.d -xtemplate=bad.m4
rm clean/bad.m4
echo 'provider p { probe a__b(); probe a_b(); };' >clean/clash.d
fails 'two probes with one macro' 1 'both the macro P_A_B' -h -s clash.d
echo 'provider p { probe a(); probe a__enabled(); };' >clean/clash.d
fails 'a probe with the macro of a test' 1 'macro P_A_ENABLED' -h -s clash.d
rm clean/clash.d
: >clean/empty.d
fails 'an empty script, -x strict' 1 'empty D program translation unit: empty.d' \
	-x strict -h -s empty.d
rm clean/empty.d
cat >clean/mapped.d <<'END'
struct s { int a; };
struct t { int b; };
struct u { int c; };
translator struct u < struct s *s > { c = s->a; };
provider p {
	probe ok(struct s *x, char *y, int z) : (struct u *x, string y, long z);
	probe bad(struct s *x) : (struct t *x);
};
END
fails 'a translator that is not there, -x strict' 1 \
	'mapped.d:7.*\[D_PROV_PRXLATOR\] translator for p:::bad output argument #1 from struct s' \
	-x errtags -x strict -h -s mapped.d
check 'the others become what they should' "test \"\$(grep -c error: err)\" = 1"
rm clean/mapped.d
echo 'provider p { probe a() };' >clean/lenient.d
fails 'a script that only builds understand, -xstrict' 1 "expected ';' before '}'" \
	-xstrict -G -s lenient.d
check 'which is fine without it' "cd clean && '$gen' -h -s lenient.d -o /dev/null"
rm clean/lenient.d
echo '#error no' >clean/cpp.d
fails 'the preprocessor fails' 1 'cpp.d:1' -C -h -s cpp.d
CPP='nosuchprogram -E'
export CPP
fails 'there is no preprocessor' 1 '\[D_CPP\] cannot run nosuchprogram' -x errtags -C -h -s shop.d
unset CPP
rm clean/cpp.d

# A limit on the size of files fails the write halfway; root may write anywhere, so folders do not.
check 'a write that fails halfway leaves the old file' "
	cd clean && echo old >x.o && trap '' XFSZ && ulimit -f 0
	! '$gen' -G -s shop.d -o x.o 2>../err && test \"\$(cat x.o)\" = old &&
	test \"\$(ls -A | tr '\n' ' ')\" = 'broken.d shop.d x.o '"
rm -f clean/x.o
if [ "$(id -u)" != 0 ]; then
	chmod a-w clean
	fails 'a folder without permission' 1 'cannot write' -h -s shop.d
	chmod u+w clean
fi

# Successes are silent.
check 'success is silent' "'$gen' -h -s shop.d >out 2>&1 && test ! -s out && test -s shop.h"
check 'a version' "'$gen' -V | grep -q '^dtrace-gen: fasttrap [0-9]'"
check 'the names of outputs are in this folder' "
	mkdir -p a && cd a && '$gen' -h -s ../shop.d && '$gen' -G -s ../shop.d && ls >../out
	test \"\$(tr '\n' ' ' <../out)\" = 'shop.h shop.o '"
check 'any suffix makes way' "
	cp shop.d probes.d.base && cp shop.d plain && '$gen' -h -s probes.d.base &&
		test -s probes.d.h
	'$gen' -G -s plain && test -s plain.o"
check 'the guard is the name in capitals' "
	'$gen' -h -s shop.d -o my-probes.h.tmp &&
		grep -qx '#ifndef _MY_PROBES_H_TMP' my-probes.h.tmp"
check 'standard output' "'$gen' -h -s shop.d -o - | grep -q 'define SHOP_OPEN('
	'$gen' -G -s shop.d -o - | cmp - a/shop.o"
check '/dev/null stays what it is' "'$gen' -h -s shop.d -o /dev/null &&
	'$gen' -G -s shop.d -o /dev/null
	test -c /dev/null"
check 'a hard link keeps the old text' "
	echo old >h1 && ln h1 h2 && '$gen' -h -s shop.d -o h1 && test \"\$(cat h2)\" = old &&
		test -s h1"
check 'the mode of the old file stays' "
	: >m.h && chmod 640 m.h && '$gen' -h -s shop.d -o m.h && test \"\$(stat -c %a m.h)\" = 640"
check 'the mode of a new file is what the umask says' "
	umask 027 && '$gen' -h -s shop.d -o u.h && test \"\$(stat -c %a u.h)\" = 640"
check 'every option that some implementation has' "
	'$gen' -h -xnolibs -x nolibs -x anything=else -32 -64 -m32 -m64 -fPIC -fpic -k \
		--types -Z -U X \
		-D Y -DZ=1 -I . -I.. -q -w -v -e -L . -X c --no-pyparsing -s shop.d -o all.h
	cmp all.h shop.h || sed 's/_ALL_H/_SHOP_H/' all.h | cmp - shop.h"
check '-C: macros, options, CPP and CC with blanks and newlines' '
	printf "%s\n" "#ifdef ON" "provider on { probe x(TYPE a); };" "#endif" >c.d
	'"'$gen'"' -C -D ON -DTYPE=short -h -s c.d -o c1.h &&
		grep -q "usdt_int_(0, short, arg0)" c1.h
	CC="${CC:-gcc} \\
		 -DON" '"'$gen'"' -C -DTYPE=long -h -s c.d -o c2.h && grep -q "(0, long, arg0)" c2.h
	CPP="${CC:-gcc} -E \"-DON=a b\" -DTYPE='"'unsigned int'"'" '"'$gen'"' -C -h -s c.d -o c3.h
	grep -q "(0, unsigned int, arg0)" c3.h'
check 'a warning of the preprocessor is told and no failure' "
	echo '#warning beware' | cat - shop.d >w.d && '$gen' -C -h -s w.d 2>err &&
		grep -q beware err"
check 'messages name the place behind a line marker' "
	printf '# 7 \"real.d\"\nprovider p {\n probe (\n};\n' >marked.d
	! '$gen' -h -s marked.d 2>err && grep -q 'real.d:8' err"

# dtrace forwards to the same code.
if [ -x "$top_builddir/bin/dtrace" ]; then
	check 'dtrace -h and -G write the same' "
		'$top_builddir/bin/dtrace' -xnolibs -h -s shop.d -o - | sed 's/_STDOUT_H/_SHOP_H/' |
			cmp - shop.h
		'$top_builddir/bin/dtrace' -G -s shop.d -o - | cmp - a/shop.o"
else
	skip 'dtrace -h and -G write the same' 'it is not built'
fi

# Templates
cat >mine.m4 <<'END'
m4_include(`header.m4')m4_dnl
m4_divert(-1)
m4_define([[gen_provider]], [[m4_divert(3)m4_dnl
/* Probes of $1 */
m4_divert(-1)]])
END
check 'a template of your own takes the shipped one' "
	'$gen' -h -s shop.d -x template=mine.m4 -o mine.h &&
		grep -qx '/\* Probes of shop \*/' mine.h
	sed '/Probes of shop/d; s/_MINE_H/_SHOP_H/' mine.h | cmp - shop.h"
cat >list.m4 <<'END'
m4_changequote(`[[', `]]')m4_changecom[[]]m4_divert(-1)
m4_define([[gen_header]])
m4_define([[gen_end_header]])
m4_define([[gen_provider]])
m4_define([[gen_end_provider]])
m4_define([[gen_probe]], [[m4_divert(0)$1:::$4 $5[[]]m4_divert(-1)]])
m4_define([[gen_arg]], [[m4_divert(0) $1=[[$4]]($2)m4_divert(-1)]])
m4_define([[gen_end_probe]], [[m4_divert(0)
m4_divert(-1)]])
END
check 'names and texts come through m4 as they are' '
	echo "provider p { probe len__index(int len[sizes[1]], char *m4_define," >m.d
	echo "int (*ifelse)(int)); };" >>m.d
	'"'$gen'"' -h -s m.d -x template=list.m4 -o - >out && cat out
	grep -qF "p:::len-index p_len__index_semaphore 0=int len[sizes[1] ](" out
	grep -qF "1=char *m4_define(ptr) 2=int (*ifelse)(int)(ptr)" out'

finish
