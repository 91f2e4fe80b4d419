#include <x.h>
#define A 1
a
