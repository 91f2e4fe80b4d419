int pid;
int x;
string x;
inline int x = 3;
