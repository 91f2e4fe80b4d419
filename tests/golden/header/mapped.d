/* The macro takes what stands before the colon. */
typedef struct conn conn_t;
provider node {
	probe request(conn_t *c, const char *url, int port) : (conn_t *c, string url);
	probe swapped(int a, int b) : (int b, int a, int b);
};
