# Programs as people write them, and large ones.

a string out of many:
	BEGIN { s = "k25"; trace(s == "k0" ? "v0" : s == "k1" ? "v1" : s == "k2" ? "v2" : s == "k3" ? "v3" : s == "k4" ? "v4" : s == "k5" ? "v5" : s == "k6" ? "v6" : s == "k7" ? "v7" : s == "k8" ? "v8" : s == "k9" ? "v9" : s == "k10" ? "v10" : s == "k11" ? "v11" : s == "k12" ? "v12" : s == "k13" ? "v13" : s == "k14" ? "v14" : s == "k15" ? "v15" : s == "k16" ? "v16" : s == "k17" ? "v17" : s == "k18" ? "v18" : s == "k19" ? "v19" : s == "k20" ? "v20" : s == "k21" ? "v21" : s == "k22" ? "v22" : s == "k23" ? "v23" : s == "k24" ? "v24" : s == "k25" ? "v25" : s == "k26" ? "v26" : s == "k27" ? "v27" : s == "k28" ? "v28" : s == "k29" ? "v29" : s == "k30" ? "v30" : s == "k31" ? "v31" : s == "k32" ? "v32" : s == "k33" ? "v33" : s == "k34" ? "v34" : s == "k35" ? "v35" : s == "k36" ? "v36" : s == "k37" ? "v37" : s == "k38" ? "v38" : s == "k39" ? "v39" : s == "k40" ? "v40" : "none"); }
= "v25"
many strings made:
	BEGIN { s = "x"; trace(strjoin(s, "0")); trace(strjoin(s, "1")); trace(strjoin(s, "2")); trace(strjoin(s, "3")); trace(strjoin(s, "4")); trace(strjoin(s, "5")); trace(strjoin(s, "6")); trace(strjoin(s, "7")); trace(strjoin(s, "8")); trace(strjoin(s, "9")); trace(strjoin(s, "10")); trace(strjoin(s, "11")); trace(strjoin(s, "12")); trace(strjoin(s, "13")); trace(strjoin(s, "14")); trace(strjoin(s, "15")); trace(strjoin(s, "16")); trace(strjoin(s, "17")); trace(strjoin(s, "18")); trace(strjoin(s, "19")); }
= "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17", "x18", "x19"
many values alive at once:
	BEGIN { this->v0 = 0; this->v1 = 1; this->v2 = 2; this->v3 = 3; this->v4 = 4; this->v5 = 5; this->v6 = 6; this->v7 = 7; this->v8 = 8; this->v9 = 9; this->v10 = 10; this->v11 = 11; this->v12 = 12; this->v13 = 13; this->v14 = 14; this->v15 = 15; this->v16 = 16; this->v17 = 17; this->v18 = 18; this->v19 = 19; this->v20 = 20; this->v21 = 21; this->v22 = 22; this->v23 = 23; this->v24 = 24; this->v25 = 25; this->v26 = 26; this->v27 = 27; this->v28 = 28; this->v29 = 29; this->v30 = 30; this->v31 = 31; this->v32 = 32; this->v33 = 33; this->v34 = 34; this->v35 = 35; this->v36 = 36; this->v37 = 37; this->v38 = 38; this->v39 = 39; trace(this->v0 * this->v39 + this->v1 * this->v38 + this->v2 * this->v37 + this->v3 * this->v36 + this->v4 * this->v35 + this->v5 * this->v34 + this->v6 * this->v33 + this->v7 * this->v32 + this->v8 * this->v31 + this->v9 * this->v30 + this->v10 * this->v29 + this->v11 * this->v28 + this->v12 * this->v27 + this->v13 * this->v26 + this->v14 * this->v25 + this->v15 * this->v24 + this->v16 * this->v23 + this->v17 * this->v22 + this->v18 * this->v21 + this->v19 * this->v20 + this->v20 * this->v19 + this->v21 * this->v18 + this->v22 * this->v17 + this->v23 * this->v16 + this->v24 * this->v15 + this->v25 * this->v14 + this->v26 * this->v13 + this->v27 * this->v12 + this->v28 * this->v11 + this->v29 * this->v10 + this->v30 * this->v9 + this->v31 * this->v8 + this->v32 * this->v7 + this->v33 * this->v6 + this->v34 * this->v5 + this->v35 * this->v4 + this->v36 * this->v3 + this->v37 * this->v2 + this->v38 * this->v1 + this->v39 * this->v0); }
= 9880
many searches in one clause:
	BEGIN { s = "hello world"; w = "wor"; trace(index(s, w)); trace(strstr(s, w)); trace(basename(s)); trace(index(s, w)); trace(strstr(s, w)); trace(basename(s)); trace(index(s, w)); trace(strstr(s, w)); trace(basename(s)); trace(index(s, w)); trace(strstr(s, w)); trace(basename(s)); trace(index(s, w)); trace(strstr(s, w)); trace(basename(s)); trace(index(s, w)); trace(strstr(s, w)); trace(basename(s)); }
= 6, "world", "hello world", 6, "world", "hello world", 6, "world", "hello world", 6, "world", "hello world", 6, "world", "hello world", 6, "world", "hello world"
functions of functions:
	BEGIN { p = "/usr/lib/x86/libc.so.6"; trace(toupper(substr(basename(strjoin(dirname(dirname(p)), strjoin("/", basename(p)))), 0, index(basename(p), ".")))); }
= "LIBC"
many clauses:
	BEGIN { c++; self->a[0] = c; }
	BEGIN { c++; self->a[1] = c; }
	BEGIN { c++; self->a[2] = c; }
	BEGIN { c++; self->a[3] = c; }
	BEGIN { c++; self->a[4] = c; }
	BEGIN { c++; self->a[5] = c; }
	BEGIN { c++; self->a[6] = c; }
	BEGIN { c++; self->a[7] = c; }
	BEGIN { c++; self->a[8] = c; }
	BEGIN { c++; self->a[9] = c; }
	BEGIN { c++; self->a[10] = c; }
	BEGIN { c++; self->a[11] = c; }
	BEGIN { c++; self->a[12] = c; }
	BEGIN { c++; self->a[13] = c; }
	BEGIN { c++; self->a[14] = c; }
	BEGIN { c++; self->a[15] = c; }
	BEGIN { c++; self->a[16] = c; }
	BEGIN { c++; self->a[17] = c; }
	BEGIN { c++; self->a[18] = c; }
	BEGIN { c++; self->a[19] = c; }
	BEGIN { c++; self->a[20] = c; }
	BEGIN { c++; self->a[21] = c; }
	BEGIN { c++; self->a[22] = c; }
	BEGIN { c++; self->a[23] = c; }
	BEGIN { c++; self->a[24] = c; }
	BEGIN { c++; self->a[25] = c; }
	BEGIN { c++; self->a[26] = c; }
	BEGIN { c++; self->a[27] = c; }
	BEGIN { c++; self->a[28] = c; }
	BEGIN { c++; self->a[29] = c; }
	BEGIN { c++; self->a[30] = c; }
	BEGIN { c++; self->a[31] = c; }
	BEGIN { c++; self->a[32] = c; }
	BEGIN { c++; self->a[33] = c; }
	BEGIN { c++; self->a[34] = c; }
	BEGIN { c++; self->a[35] = c; }
	BEGIN { c++; self->a[36] = c; }
	BEGIN { c++; self->a[37] = c; }
	BEGIN { c++; self->a[38] = c; }
	BEGIN { c++; self->a[39] = c; }
	BEGIN { c++; self->a[40] = c; }
	BEGIN { c++; self->a[41] = c; }
	BEGIN { c++; self->a[42] = c; }
	BEGIN { c++; self->a[43] = c; }
	BEGIN { c++; self->a[44] = c; }
	BEGIN { c++; self->a[45] = c; }
	BEGIN { c++; self->a[46] = c; }
	BEGIN { c++; self->a[47] = c; }
	BEGIN { c++; self->a[48] = c; }
	BEGIN { c++; self->a[49] = c; }
	BEGIN { c++; self->a[50] = c; }
	BEGIN { c++; self->a[51] = c; }
	BEGIN { c++; self->a[52] = c; }
	BEGIN { c++; self->a[53] = c; }
	BEGIN { c++; self->a[54] = c; }
	BEGIN { c++; self->a[55] = c; }
	BEGIN { c++; self->a[56] = c; }
	BEGIN { c++; self->a[57] = c; }
	BEGIN { c++; self->a[58] = c; }
	BEGIN { c++; self->a[59] = c; }
	BEGIN { c++; self->a[60] = c; }
	BEGIN { c++; self->a[61] = c; }
	BEGIN { c++; self->a[62] = c; }
	BEGIN { c++; self->a[63] = c; }
	BEGIN { c++; self->a[64] = c; }
	BEGIN { c++; self->a[65] = c; }
	BEGIN { c++; self->a[66] = c; }
	BEGIN { c++; self->a[67] = c; }
	BEGIN { c++; self->a[68] = c; }
	BEGIN { c++; self->a[69] = c; }
	BEGIN { c++; self->a[70] = c; }
	BEGIN { c++; self->a[71] = c; }
	BEGIN { c++; self->a[72] = c; }
	BEGIN { c++; self->a[73] = c; }
	BEGIN { c++; self->a[74] = c; }
	BEGIN { c++; self->a[75] = c; }
	BEGIN { c++; self->a[76] = c; }
	BEGIN { c++; self->a[77] = c; }
	BEGIN { c++; self->a[78] = c; }
	BEGIN { c++; self->a[79] = c; }
	BEGIN { c++; self->a[80] = c; }
	BEGIN { c++; self->a[81] = c; }
	BEGIN { c++; self->a[82] = c; }
	BEGIN { c++; self->a[83] = c; }
	BEGIN { c++; self->a[84] = c; }
	BEGIN { c++; self->a[85] = c; }
	BEGIN { c++; self->a[86] = c; }
	BEGIN { c++; self->a[87] = c; }
	BEGIN { c++; self->a[88] = c; }
	BEGIN { c++; self->a[89] = c; }
	BEGIN { c++; self->a[90] = c; }
	BEGIN { c++; self->a[91] = c; }
	BEGIN { c++; self->a[92] = c; }
	BEGIN { c++; self->a[93] = c; }
	BEGIN { c++; self->a[94] = c; }
	BEGIN { c++; self->a[95] = c; }
	BEGIN { c++; self->a[96] = c; }
	BEGIN { c++; self->a[97] = c; }
	BEGIN { c++; self->a[98] = c; }
	BEGIN { c++; self->a[99] = c; }
	BEGIN { trace(c); trace(self->a[50]); }
= 100, 51
many comparisons:
	BEGIN { a = "x"; b = "y"; trace(a < b); trace(a < b); trace(a < b); trace(a < b); trace(a < b); trace(a < b); trace(a < b); trace(a < b); trace(a < b); trace(a < b); }
= 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
time by function and thread:
	test:::first { self->depth++; self->start[self->depth] = timestamp; self->name[self->depth] = strjoin(probefunc, "()"); }
	test:::second /self->depth/ { this->t = timestamp - self->start[self->depth]; @t[self->name[self->depth]] = count(); trace(this->t > 0); self->start[self->depth] = 0; self->name[self->depth] = 0; self->depth--; trace(self->depth); }
= 1, 0, "main()", 1
what language probes hand over, with its length:
	test:::typed { this->class = (char *)copyin(arg0, 6); this->class[5] = '\0'; this->method = copyinstr(arg0, 5); @calls[strjoin(strjoin(stringof(this->class), "."), this->method), tid] = count(); trace(strlen(stringof(this->class))); }
= 5, "hello.hello", 4001, 1
a predicate of many conditions:
	test:::typed /(stringof(args[0]) == "a" || stringof(args[0]) == "hello, world") && args[1] > "h" && args[1] < "hz" && copyinstr(arg0) == args[1] && strstr(args[1], "wor") != NULL/ { trace(1); }
= 1
all values of an aggregation's key:
	test:::many { @[probeprov, probemod, probefunc, probename, execname, arg1] = count(); }
= "test", "prog", "main", "many", "traced", 0, 1, "test", "prog", "main", "many", "traced", 7, 4
long strings:
	#pragma D option strsize=2048
	BEGIN { s = strjoin("abc", copyinstr(0x10000100)); w = "yzabc"; trace(strlen(s)); trace(index(s, w)); trace(strlen(strstr(s, w))); trace(s < w); trace(strlen(strjoin(s, s))); }
= 303, 27, 276, 1, 606
many clauses with many strings:
	BEGIN { s = "abc"; n = 0; }
	BEGIN /s != "x1"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x2"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x3"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x4"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x5"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x6"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x7"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x8"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x9"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x10"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x11"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x12"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x13"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x14"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x15"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x16"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x17"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x18"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x19"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x20"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x21"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x22"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x23"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x24"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x25"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x26"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x27"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x28"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x29"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x30"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x31"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x32"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x33"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x34"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x35"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x36"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x37"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x38"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x39"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	BEGIN /s != "x40"/ { a[s, n % 5] = strjoin(s, "y"); @[strjoin(s, "k")] = count(); n += strlen(basename(s)); }
	END { trace(n); trace(a["abc", 4]); }
= 120, "abcy", "abck", 40
