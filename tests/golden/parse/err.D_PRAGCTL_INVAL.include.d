#include <sys/types.h>
BEGIN { x; }
