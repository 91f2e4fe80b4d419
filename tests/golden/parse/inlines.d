inline int FOO = 3;
inline string NAME = "x";
inline int max[int a, int b] = a > b ? a : b;
inline uint32_t STATE = FOO + 1;
inline const char *P = 0;
#pragma D attributes Stable/Stable/Common FOO
inline struct task_struct *me = curthread;
