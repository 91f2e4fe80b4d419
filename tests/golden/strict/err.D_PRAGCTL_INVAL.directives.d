#include <stdio.h>
provider p { probe a(); };
#a
#ifdef X
