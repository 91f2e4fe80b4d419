typedef unsigned long long word_t;
typedef struct { word_t w; bool is_set; hrtime_t t; } words_t;
words_t *w;

BEGIN
{
	x = w->w + 1;
	y = w->is_set + w->is_set;
	z = w[2].t;
	s = sizeof (*w);
}
