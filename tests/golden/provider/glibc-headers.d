# 1 "Xserver.d"
# 1 "/usr/include/x86_64-linux-gnu/sys/types.h" 1 3 4
# 27 "/usr/include/x86_64-linux-gnu/sys/types.h" 3 4


typedef unsigned char __u_char;
typedef unsigned short int __u_short;
typedef signed long int __int64_t;
__extension__ typedef unsigned long long int __u_quad;
typedef struct { int __val[2]; } __fsid_t;
typedef __builtin_va_list __gnuc_va_list;
typedef int __sig_atomic_t __attribute__ ((__mode__ (__SI__)));
extern int select (int __nfds, fd_set *__restrict __readfds,
     struct timeval *__restrict __timeout);
extern int pselect (int __nfds, const __sigset_t *__restrict __sigmask) __asm__ ("" "pselect64") __attribute__ ((__nothrow__ , __leaf__));
static __inline __uint16_t
__bswap_16 (__uint16_t __bsx)
{

  return ((__uint16_t) ((((__bsx) >> 8) & 0xff) | (((__bsx) & 0xff) << 8)));
}
typedef struct __attribute__ ((aligned (16))) { long long __a; long double __b; } max_align_t;
typedef union { char __size[56]; long int __align; } pthread_attr_t;
_Static_assert (sizeof (int) == 4, "it's four");
extern double drand48 (void) __attribute__ ((__nothrow__ , __leaf__)), erand48 (unsigned short int __xsubi[3]);
_Float128 __builtin_huge (void);
enum { _ISupper = ((0) < 8 ? ((1 << (0)) << 8) : ((1 << (0)) >> 8)), _ISlower };
static const char *const names[] = { "a", "}", ";" };
# 5 "Xserver.d" 2

typedef const unsigned char *string_t;
typedef void *pointer;

provider Xserver {
	probe request__start(string_t, uint8_t, uint16_t, int, pointer);
	probe client__connect(int, int);
	probe client__auth(int, string, pid_t, zoneid_t);
	probe input__event(int, int, uint32_t, uint32_t, int8_t, const uint8_t*, double*);
};
