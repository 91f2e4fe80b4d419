typedef struct { int dummy; } node_dtrace_connection_t;
typedef struct { int fd; string remoteAddress; int remotePort; int bufferSize; } node_connection_t;

provider node {
	probe net__server__connection(node_dtrace_connection_t *c, const char *a, int p, int fd) :
	    (node_connection_t *c, string a, int p, int fd);
	probe swapped(int first, char *second) : (char *second, int first, int first);
	probe dropped(int i, char *j) : ();
	probe gc__start(int t, int f, void *isolate);
};
