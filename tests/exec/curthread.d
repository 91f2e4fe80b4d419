# An address in the kernel; what is behind it is looked at in tests/live/language/kernel-types.d.
curthread != 0 = 1
curthread == curthread = 1
curthread = 1 = D_OP_WRITE
*curthread = D_TYPE_INCOMPLETE
