typedef struct node { struct node *next; } node_t;
BEGIN
{
	(int)x; (unsigned long long)x; (char)-1; (const char *)arg0; (string)x;
	(node_t *)arg0; ((node_t *)arg0)->next->next; (struct node)y; (struct other *)arg1;
	(int64_t)x + 1; (uint8_t *)p; (size_t)sizeof (node_t);
	(x) + 1; (x) - 1; (x) * y; (x) & y; (x)[1];
	(int (*)(int))fn; (char **)argv; (int *[3])z;
	(atomic_t)a; (atomic_t *)b;
}
