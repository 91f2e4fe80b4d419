struct s { int x; };
struct s { int x; };
typedef int a_t; typedef int a_t; typedef char a_t;
