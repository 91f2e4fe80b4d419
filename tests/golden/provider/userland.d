struct names { int userland; char *string; unsigned userland[2], self; struct { int userland:3; } in; };
typedef int bool;
typedef struct names names_t;
provider shop {
	probe placed(names_t *n, bool b);
};
